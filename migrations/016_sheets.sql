-- A unit may fill in its rows in a spreadsheet. What a file is a copy of is kept with it: a file that comes back is held
-- against this record and not against what the file says of itself. A file that was read is kept with every value that
-- was typed, and taking it in is a second request; none of these rows ever changes.

create table sheet_export (
    id           uuid primary key,
    case_id      uuid not null references case_file,
    format       text not null check (format in ('xlsx', 'csv')),
    pack_hash    bytea not null references policy_pack,                      -- the wording of the form
    content      jsonb not null check (octet_length(content::text) <= 16777216), -- sheet with its rows as they stood
    content_hash bytea not null check (length(content_hash) = 32),           -- of identities and values
    person_id    uuid not null references person,
    exported_on  date not null,
    at           timestamptz not null
);
create index sheet_export_of_case on sheet_export (case_id, at);

create table sheet_import (
    id          uuid primary key,
    case_id     uuid not null references case_file,
    export_id   uuid not null references sheet_export,
    file_name   text not null check (char_length(file_name) between 1 and 255),
    file_hash   bytea not null check (length(file_hash) = 32),
    content     jsonb not null check (octet_length(content::text) <= 16777216), -- every value of the file
    person_id   uuid not null references person,
    imported_on date not null,
    at          timestamptz not null
);
create index sheet_import_of_case on sheet_import (case_id, at);

create table sheet_apply (
    import_id  uuid primary key references sheet_import, -- once
    case_id    uuid not null references case_file,
    changes    jsonb not null check (octet_length(changes::text) <= 16777216), -- field by field, before and after
    person_id  uuid not null references person,
    applied_on date not null,
    at         timestamptz not null
);

create trigger sheet_export_never_changes before update or delete on sheet_export
    for each row execute function refuse_change();
create trigger sheet_import_never_changes before update or delete on sheet_import
    for each row execute function refuse_change();
create trigger sheet_apply_never_changes before update or delete on sheet_apply
    for each row execute function refuse_change();
create trigger sheet_export_never_truncated before truncate on sheet_export for each statement execute function refuse_change();
create trigger sheet_import_never_truncated before truncate on sheet_import for each statement execute function refuse_change();
create trigger sheet_apply_never_truncated before truncate on sheet_apply for each statement execute function refuse_change();

do $$
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert on sheet_export, sheet_import, sheet_apply to gyeol_app;
        revoke update, delete, truncate on sheet_export, sheet_import, sheet_apply from gyeol_app;
    end if;
end $$;

-- The list of kinds of entries gets one word more, whatever other words migrations before this one gave the other lists.
do $$
declare
    was text := pg_get_functiondef('known_words(text)'::regprocedure);
    becomes text := replace(was, 'absence,delegation,transfer', 'absence,delegation,export,transfer');
begin
    if becomes = was then
        raise exception 'known_words has no list of kinds of entries';
    end if;
    execute becomes;
end $$;

---- create above / drop below ----

do $$
begin
    if exists (select from audit_entry where kind = 'export') then
        raise exception 'an entry tells of an export: what was recorded never changes';
    end if;
    execute replace(pg_get_functiondef('known_words(text)'::regprocedure), 'delegation,export,', 'delegation,');
end $$;
drop table sheet_apply;
drop table sheet_import;
drop table sheet_export;

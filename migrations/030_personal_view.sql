-- Who read personal data of others (개인정보의 안전성 확보조치 기준 제8조): who, when, from where, whose, what. An entry of the
-- audit record says that it happened and proves it; this row is by what it is found, and goes when its term ends.

create table personal_view (
    entry_id     uuid primary key references audit_entry,
    person_id    uuid not null references person, -- who read
    at           timestamptz not null,
    office_date  date not null,
    address      text not null check (length(address) <= 200),
    operation    text not null check (operation ~ '^[a-z0-9-]{1,80}$'),
    export       boolean not null,                -- it left the house as a file or on paper
    reason       text not null check (length(reason) <= 1000),
    subject_kind text not null check (subject_kind in ('nomination', 'person')),
    subjects     uuid[] not null check (cardinality(subjects) between 1 and 5000),
    fields       text[] not null check (cardinality(fields) between 1 and 40),
    check (not export or length(reason) >= 2)
);
comment on column personal_view.address is 'personal data: the network address of whoever read';
comment on column personal_view.reason is 'personal data: free text';
comment on column personal_view.subjects is 'ids of those whose data it was: of nominations or of persons';
create index personal_view_by_day on personal_view (office_date, at, entry_id);
create index personal_view_of_reader on personal_view (person_id, office_date, at, entry_id);
create index personal_view_of_subject on personal_view using gin (subjects);

-- A row never changes, and goes only when a year has passed since: the shortest term that the standard knows. Which
-- longer term holds is for the rules.
create function view_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' or
        old.office_date > coalesce((select max(d.day) from office_day d), old.office_date) - 365 then
        raise exception 'the log of access to personal data never changes and is kept for a year at least'
            using errcode = 'restrict_violation';
    end if;
    return old;
end $$;
create trigger personal_view_kept before update or delete on personal_view for each row execute function view_kept();
create trigger personal_view_never_truncated before truncate on personal_view
    for each statement execute function refuse_change();

do $$
declare
    was text := pg_get_functiondef('known_words(text)'::regprocedure);
    becomes text := replace(was, '''{act,', '''{act,view,');
begin
    if becomes not like '%{act,view,%' then
        raise exception 'known_words has no list of entries';
    end if;
    execute becomes;
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert, delete on personal_view to gyeol_app;
        revoke update, truncate on personal_view from gyeol_app;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_read') then
        grant select on personal_view to gyeol_read;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_audit') then
        grant select on personal_view to gyeol_audit;
    end if;
end $$;

---- create above / drop below ----

-- What was read stands: going down is refused where any of it is on record.
do $$
begin
    if exists (select from audit_entry where kind = 'view') then
        raise exception 'an entry tells who read personal data: what was recorded never changes';
    end if;
    execute replace(pg_get_functiondef('known_words(text)'::regprocedure), '{act,view,', '{act,');
end $$;
drop table personal_view;
drop function view_kept();

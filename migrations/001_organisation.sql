-- Who there is: the installation and its clock, units, posts, people, tokens and the packs of rules.
-- Everything that can change carries dates, because work belongs to the post as it stood on that day.

create table installation (
    one        boolean primary key default true check (one),
    kind       text not null check (kind in ('real', 'rehearsal')),
    created_at timestamptz not null default now()
);

-- A rehearsal can never become real, nor the other way round (design §5).
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % never change', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger installation_never_changes before update or delete on installation
    for each row execute function refuse_change();

create table office_clock (
    one         boolean primary key default true check (one),
    today       date,          -- the stepped day of a rehearsal; null where the wall clock rules
    last_opened date not null  -- the last office day that was opened, digest included
);

create table office_day (
    day         date primary key,
    state       text not null default 'opening' check (state in ('opening', 'opened', 'digested', 'jumped')),
    working     boolean not null,
    caught_up   boolean not null default false, -- opened later than on its own date
    cursor_kind text not null default '',
    cursor_key  text not null default '',
    opened_at   timestamptz,
    digested_at timestamptz,
    check ((state in ('opened', 'digested')) = (opened_at is not null)),
    check ((state = 'digested') = (digested_at is not null))
);

create table calendar_day (
    day     date not null,
    kind    text not null check (kind in ('designated', 'local', 'council_session')),
    name    text not null check (name <> ''),
    article text not null default '',
    primary key (day, kind)
);

create table unit (
    id         text primary key check (id ~ '^[a-z0-9][a-z0-9-]*$'),
    kind       text not null check (kind in ('city', 'bureau', 'division', 'team', 'institute', 'affiliated_institution',
        'district', 'education_office', 'district_education_office', 'council_committee', 'ministry', 'outside')),
    name       text not null check (name <> ''),
    parent_id  text references unit,
    source     text not null default '',
    valid_from date not null,
    valid_to   date,
    check (valid_to is null or valid_to >= valid_from)
);

create table post (
    id         text primary key check (id ~ '^[a-z0-9][a-z0-9.-]*$'),
    unit_id    text not null references unit,
    title      text not null check (title <> ''),
    rank       text not null check (rank in ('officer', 'team_lead', 'division_head', 'bureau_head', 'vice_mayor', 'mayor', 'none')),
    ordinal    integer not null default 0,
    valid_from date not null,
    valid_to   date,
    check (valid_to is null or valid_to >= valid_from)
);
create index post_of_unit on post (unit_id, rank, ordinal);

create table person (
    id      uuid primary key,
    slug    text not null unique check (slug <> ''),
    name    text not null check (name <> ''),
    email   text not null check (email ~ '^[^@\s]+@[^@\s]+$'),
    outside boolean not null default false -- a member from outside the administration
);
comment on column person.name is 'personal data';
comment on column person.email is 'personal data';

create table holding (
    person_id  uuid not null references person,
    post_id    text not null references post,
    valid_from date not null,
    valid_to   date,
    primary key (post_id, person_id, valid_from),
    check (valid_to is null or valid_to >= valid_from)
);
create index holding_of_person on holding (person_id);

create table unit_group_member (
    group_id   text not null,
    unit_id    text not null references unit,
    valid_from date not null,
    valid_to   date,
    primary key (group_id, unit_id, valid_from)
);

create table token (
    id         uuid primary key,
    person_id  uuid not null references person,
    name       text not null check (name <> ''),
    hash       bytea not null unique check (length(hash) = 32),
    scopes     text[] not null default '{}',
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz
);
create index token_of_person on token (person_id);

create table policy_pack (
    hash      bytea primary key check (length(hash) = 32),
    id        text not null,
    files     bytea not null,
    stored_at timestamptz not null default now()
);
create trigger policy_pack_never_changes before update or delete on policy_pack
    for each row execute function refuse_change();

create table policy_activation (
    ordinal      bigint generated always as identity primary key,
    hash         bytea not null references policy_pack,
    from_date    date not null,
    activated_at timestamptz not null default now()
);

---- create above / drop below ----

drop table policy_activation, policy_pack, token, unit_group_member, holding, person, post, unit, calendar_day,
    office_day, office_clock, installation;
drop function refuse_change();

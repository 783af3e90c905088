-- Who is signed in where. A session is a row: it ends with its next request once somebody has ended it, whatever the
-- browser still has. Of its secret only the hash is kept. Whoever signs in through a provider keeps the same subject
-- there for good, so that a name that was given to somebody else opens nothing.

create table session (
    id            uuid primary key,
    person_id     uuid not null references person,
    hash          bytea not null unique check (length(hash) = 32),
    how           text not null check (how in ('oidc', 'gateway', 'persona', 'invitation')),
    amr           text[] not null default '{}' check (cardinality(amr) <= 10), -- how the provider knew him (RFC 8176)
    scopes        text[] not null default '{}',
    auth_time     timestamptz not null, -- when he last proved who he is
    provider_sid  text not null default '' check (length(provider_sid) <= 255),
    created_at    timestamptz not null,
    last_seen_at  timestamptz not null,
    idle_until    timestamptz not null,
    ends_at       timestamptz not null check (ends_at > created_at),
    revoked_at    timestamptz,
    revoked_why   text not null default '' check (revoked_why in ('', 'signed_out', 'rotated', 'revoked', 'operator',
        'provider')),
    address       text not null check (length(address) <= 64),
    agent_hash    bytea not null check (length(agent_hash) = 32), -- of the User-Agent header, to tell sessions apart
    check ((revoked_at is null) = (revoked_why = ''))
);
create index session_of_person on session (person_id, created_at) where revoked_at is null;
create index session_by_end on session (ends_at);
comment on column session.address is 'personal data';
comment on column session.agent_hash is 'personal data';

create table sign_in_subject (
    issuer    text not null check (length(issuer) between 1 and 500),
    subject   text not null check (length(subject) between 1 and 255),
    person_id uuid not null references person,
    linked_at timestamptz not null,
    primary key (issuer, subject),
    unique (issuer, person_id)
);
comment on column sign_in_subject.subject is 'personal data';

-- What may be shown once: the states of sign-ins that came back. Only who has been sent out by us can add one.
create table sign_in_spent (
    hash       bytea primary key check (length(hash) = 32),
    expires_at timestamptz not null
);
create index sign_in_spent_by_end on sign_in_spent (expires_at);

-- Whoever holds no post, has no seat and is asked for nothing does not belong here any more.
create function belongs(of_person uuid) returns boolean language sql stable as $$
    select exists (select from holding h where h.person_id = of_person and d.day between h.valid_from and coalesce(h.valid_to, d.day))
        or exists (select from seat s where s.person_id = of_person and d.day between s.valid_from and coalesce(s.valid_to, d.day))
        or exists (select from task_actor a join task t on t.id = a.task_id where a.person_id = of_person and t.state = 'open')
    from (select coalesce((select c.today from office_clock c), (now() at time zone 'Asia/Seoul')::date) as day) d
$$;

do $$
declare
    was text := pg_get_functiondef('known_words(text)'::regprocedure);
    becomes text := replace(was, ',token,', ',token,session,');
begin
    if becomes = was then
        raise exception 'known_words has no list of entries';
    end if;
    execute becomes;
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert, update, delete on session to gyeol_app;
        grant select, insert, delete on sign_in_spent to gyeol_app;
        grant select, insert, delete on sign_in_subject to gyeol_app;
        grant execute on function belongs to gyeol_app;
    end if;
end $$;

---- create above / drop below ----

-- What was recorded never changes: going down is refused where a session is on record.
do $$
begin
    if exists (select from audit_entry where kind = 'session') then
        raise exception 'sessions are on record';
    end if;
    execute replace(pg_get_functiondef('known_words(text)'::regprocedure), ',session,', ',');
end $$;
drop function belongs;
drop table sign_in_spent, sign_in_subject, session;

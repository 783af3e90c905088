-- What leaves the house and what proves it: notices, audit entries, and the counters of unknown callers.

create table notice (
    id            uuid primary key,
    kind          text not null,
    dedup         text not null unique,      -- one notice per cause and recipient, whatever is run twice
    person_id     uuid not null references person,
    case_id       uuid references case_file,
    task_id       uuid references task,
    office_date   date not null,
    send_on       date not null,             -- never a day on which the office is closed
    params        jsonb not null default '{}',
    state         text not null default 'queued' check (state in ('queued', 'held', 'claimed', 'sent', 'unknown', 'failed', 'suppressed')),
    state_reason  text not null default '',
    legal         boolean not null,
    claimed_until timestamptz,
    attempts      integer not null default 0,
    next_try      timestamptz not null default now(),
    message_id    text not null default '',
    body_hash     bytea,
    smtp_reply    text not null default '',
    created_at    timestamptz not null default now(),
    sent_at       timestamptz,
    check ((state = 'sent') = (sent_at is not null))
);
create index notice_due on notice (next_try, id) where state in ('queued', 'claimed');
create index notice_held on notice (office_date, person_id) where state = 'held';
create index notice_of_case on notice (case_id);

create table notice_attempt (
    notice_id uuid not null references notice,
    ordinal   integer not null,
    at        timestamptz not null default now(),
    reply     text not null,
    ok        boolean not null,
    primary key (notice_id, ordinal)
);

-- An entry is the salted hash of its canonical body and a reference; the body can go when its legal term ends and
-- every proof still holds. Numbers promise no order: the sealer's leaf does.
create table audit_entry (
    id           uuid primary key,
    kind         text not null, -- act, contribution, refusal, opening, notice, import, token, policy, clock, system
    subject_kind text not null,
    subject_id   text not null,
    case_id      uuid,
    act_seq      integer,
    contribution_id uuid,
    body_hash    bytea not null check (length(body_hash) = 32),
    at           timestamptz not null,
    office_date  date not null
);
create index audit_of_subject on audit_entry (subject_kind, subject_id);
create unique index audit_of_act on audit_entry (case_id, act_seq) where act_seq is not null;
create unique index audit_of_contribution on audit_entry (contribution_id) where contribution_id is not null;

create table audit_body (
    entry_id uuid primary key references audit_entry,
    salt     bytea not null check (length(salt) = 32),
    body     bytea not null
);

create table audit_pending (
    entry_id uuid primary key references audit_entry
);

create table audit_leaf (
    leaf     bigint primary key check (leaf >= 0),
    entry_id uuid not null unique references audit_entry,
    chain    bytea not null check (length(chain) = 32)
);

create table audit_head (
    one   boolean primary key default true check (one),
    size  bigint not null,
    chain bytea not null check (length(chain) = 32)
);
insert into audit_head (size, chain) values (0, decode(repeat('00', 32), 'hex'));

create trigger audit_entry_never_changes before update or delete on audit_entry
    for each row execute function refuse_change();
create trigger audit_leaf_never_changes before update or delete on audit_leaf
    for each row execute function refuse_change();
create trigger act_never_changes before update or delete on act
    for each row execute function refuse_change();
create trigger contribution_never_changes before update or delete on contribution
    for each row execute function refuse_change();
create trigger decision_never_changes before update or delete on decision
    for each row execute function refuse_change();

create table refused_address (
    address text not null,
    minute  timestamptz not null,
    count   integer not null default 1,
    primary key (address, minute)
);

-- The application may read and write, and of the record it may only add. Where the roles do not exist (an outside
-- database with one role) the triggers above remain.
do $$
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant usage on schema public to gyeol_app;
        grant select, insert, update, delete on all tables in schema public to gyeol_app;
        grant usage on all sequences in schema public to gyeol_app;
        revoke update, delete on audit_entry, audit_leaf, act, contribution, decision, document_version, policy_pack,
            installation from gyeol_app;
    end if;
end $$;

---- create above / drop below ----

drop table refused_address, audit_head, audit_leaf, audit_pending, audit_body, audit_entry, notice_attempt, notice;
drop trigger act_never_changes on act;
drop trigger contribution_never_changes on contribution;
drop trigger decision_never_changes on decision;

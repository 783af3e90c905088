-- The engine: cycles and stages, cases and their acts, processes and their wakes, tasks and those who may act.
-- A case moves only by an act; an act is one row with the next number of its case (design §2.2).

create table cycle (
    id         uuid primary key,
    name       text not null,
    year       integer not null,
    title      text not null,
    pack_hash  bytea not null references policy_pack,
    owner_post text not null references post,
    unique (name, year)
);

create table stage (
    id            uuid primary key,
    cycle_id      uuid not null references cycle,
    key           text not null,
    round         integer not null default 1 check (round >= 1),
    kind          text not null check (kind in ('receive', 'issue', 'collect', 'compile', 'deliberate', 'consult',
        'approve', 'file', 'monitor', 'award')),
    title         text not null,
    about_year    integer not null,
    ordinal       integer not null,
    opens_on      date,
    due_operative date,
    due_legal     date,
    hold_on       date,
    call_by       date,
    opened_on     date,
    review_on     date, -- the next day on which its process must look, whatever else happens
    ladder        text not null default '',
    decided_on    date, -- later stages may decide from this day on
    closed_on     date,
    input_stale   boolean not null default false,
    reason        text not null default '', -- why it was waived, skipped or closed short
    pack_hash     bytea references policy_pack,
    unique (cycle_id, key, round),
    check (due_operative is null or due_legal is null or due_operative <= due_legal)
);

create table stage_after (
    stage_id uuid not null references stage,
    after_id uuid not null references stage,
    primary key (stage_id, after_id),
    check (stage_id <> after_id)
);
create index stage_gates on stage_after (after_id);

create table stage_counter (
    stage_id   uuid primary key references stage,
    asked      integer not null default 0,
    open_cases integer not null default 0 check (open_cases >= 0)
);

create table process (
    id          uuid primary key,
    kind        text not null,
    workflow_id text not null unique,
    state       text not null default 'running' check (state in ('running', 'stopped', 'ended')),
    stop_code   text not null default '',
    stop_text   text not null default '',
    owner_post  text not null references post,
    started_at  timestamptz not null default now(),
    ended_at    timestamptz,
    check ((state = 'ended') = (ended_at is not null)),
    check ((state = 'stopped') = (stop_code <> ''))
);
create index stage_dates on stage (opens_on, call_by, hold_on, review_on) where closed_on is null;
create index process_open on process (state) where state <> 'ended';

create table wake (
    id            bigint generated always as identity primary key,
    process_id    uuid not null references process,
    cause         text not null,
    office_date   date,
    created_at    timestamptz not null default now(),
    claimed_until timestamptz,
    attempts      integer not null default 0,
    done_at       timestamptz
);
create index wake_undone on wake (process_id, id) where done_at is null;
create unique index wake_once_a_day on wake (process_id, office_date) where office_date is not null;

create table case_file (
    id           uuid primary key,
    kind         text not null check (kind in ('cycle', 'stage', 'receipt', 'submission', 'compilation', 'document',
        'meeting', 'consultation', 'filing', 'opinion', 'nomination', 'agreement')),
    cycle_id     uuid references cycle,
    stage_id     uuid references stage,
    process_id   uuid not null references process,
    unit_id      text not null references unit, -- the unit whose work it is
    other_unit   text references unit,          -- the office across the table: outside body, coordinator
    subject      text not null,                 -- natural key within stage and kind
    title        text not null,
    state        text not null,
    round        integer not null default 1,
    seq          integer not null default 0 check (seq >= 0),
    revision     integer not null default 0,
    content_hash bytea check (content_hash is null or length(content_hash) = 32),
    pack_hash    bytea not null references policy_pack,
    opened_on    date not null,
    closed_on    date,
    unique nulls not distinct (stage_id, kind, subject)
);
create index case_of_stage on case_file (stage_id, kind, state);

create table act (
    case_id      uuid not null references case_file,
    seq          integer not null check (seq >= 1),
    verb         text not null,
    from_state   text not null,
    to_state     text not null,
    round        integer not null,
    actor        text not null,             -- person id, or 'system'
    person_id    uuid references person,
    post_id      text references post,
    key          text not null,
    request_hash bytea not null check (length(request_hash) = 32),
    task_key     text not null default '',  -- natural key of the task acted on
    reason       text not null default '',
    body         jsonb not null default '{}',
    hash_seen    bytea,
    outcome      jsonb not null,
    office_date  date not null,
    at           timestamptz not null default now(),
    primary key (case_id, seq),
    unique (actor, key),
    check ((actor = 'system') = (person_id is null))
);
create index act_by_date on act (office_date);

create table contribution (
    id           uuid primary key,
    case_id      uuid not null references case_file,
    verb         text not null check (verb in ('save_row', 'attend', 'ballot', 'score', 'comment', 'read')),
    item         text not null default '',
    revision     integer not null default 0,
    actor        text not null,
    person_id    uuid not null references person,
    post_id      text references post,
    key          text not null,
    request_hash bytea not null check (length(request_hash) = 32),
    task_key     text not null default '',
    body         jsonb not null default '{}',
    outcome      jsonb not null,
    office_date  date not null,
    at           timestamptz not null default now(),
    unique (actor, key)
);
create unique index contribution_once on contribution (case_id, verb, item, actor) where verb in ('ballot', 'score', 'attend');
create unique index contribution_row on contribution (case_id, item, revision) where verb = 'save_row';
create index contribution_of_case on contribution (case_id);

create table task (
    id            uuid primary key,
    case_id       uuid not null references case_file,
    cycle_id      uuid references cycle,
    stage_id      uuid references stage,
    unit_id       text not null references unit,
    kind          text not null,
    cell          text not null default '',
    opened_seq    integer not null,          -- the act that opened it
    natural_key   text not null,             -- cycle/stage/unit/kind/cell
    round         integer not null,
    title         text not null,
    verbs         text[] not null check (cardinality(verbs) > 0),
    state         text not null default 'open' check (state in ('open', 'done', 'cancelled')),
    due_operative date,
    due_legal     date,
    reasons       jsonb not null default '[]',
    opened_on     date not null,
    closed_on     date,
    unique (case_id, kind, cell, opened_seq),
    check ((state = 'open') = (closed_on is null))
);
create index task_open_of_case on task (case_id) where state = 'open';
create index task_open_due on task (due_operative, id) where state = 'open';
create index task_open_of_unit on task (unit_id, due_operative, id) where state = 'open';

-- Work belongs to posts; persons only where a member from outside is meant.
create table task_actor (
    task_id   uuid not null references task on delete cascade,
    post_id   text references post,
    person_id uuid references person,
    check ((post_id is null) <> (person_id is null)),
    unique nulls not distinct (task_id, post_id, person_id)
);
create index task_of_post on task_actor (post_id, task_id);
create index task_of_person on task_actor (person_id, task_id) where person_id is not null;

create table decision (
    case_id     uuid not null,
    act_seq     integer not null,
    round       integer not null,
    role        text not null check (role in ('review', 'concur', 'agree', 'approve', 'accept', 'resolve')),
    cell        text not null default '',
    post_id     text references post,
    person_id   uuid references person,
    verb        text not null,
    hash_seen   bytea,
    opinion     text not null default '',
    office_date date not null,
    primary key (case_id, act_seq),
    foreign key (case_id, act_seq) references act
);

---- create above / drop below ----

drop table decision, task_actor, task, contribution, act, case_file, wake, process, stage_counter, stage_after, stage, cycle;

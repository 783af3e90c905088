-- Collections, deepened: a submission pins the pack whose form it follows; a row shows what was accepted the year before,
-- keeps what was typed under fields that a newer form no longer has, tells what became of its project, and asks those
-- whom it touches; the unit's own line signs what it hands in, and what was signed is kept, version by version.

alter table submission
    add column form_pack     bytea references policy_pack, -- the pack of the form; null: that of the case
    add column proposed_pack bytea references policy_pack; -- another wording of the form, offered and not yet taken

alter table plan_row
    add column last      jsonb, -- what was accepted for the project the year before; null where there was nothing
    add column left_over jsonb not null default '{}';
alter table result_row
    add column last      jsonb,
    add column left_over jsonb not null default '{}';
alter table form_row
    add column last       jsonb,
    add column left_over  jsonb not null default '{}',
    add column added      boolean not null default false, -- by the unit, to a form that grows
    add column removed_on date; -- taken out again by the unit; it is kept and hidden
create index submission_of_form on submission (form, about_year);
create index plan_row_of_project on plan_row (unit_project_id);
create index result_row_of_project on result_row (sub_project_id);

-- What a unit signed and handed in, as it stood.
create table submission_version (
    case_id      uuid not null references submission,
    act_seq      integer not null,
    round        integer not null,
    content      jsonb not null,
    content_hash bytea not null check (length(content_hash) = 32),
    handed_in    boolean not null default false, -- its head has signed it
    primary key (case_id, act_seq)
);

-- The line of the unit: reviewers upward from whoever submits, then its head.
create table submission_cell (
    case_id     uuid not null references submission,
    round       integer not null,
    position    integer not null check (position >= 1),
    step        integer not null check (step >= 1),
    role        text not null check (role in ('review', 'approve')),
    post_id     text not null references post,
    title       text not null,
    row_id      text not null,
    article     text[] not null default '{}',
    why         text not null default '',
    state       text not null check (word_known('cell', state)),
    person_id   uuid references person,
    signed_post text references post, -- of the stand-in
    proxy       text not null default '' check (proxy in ('', 'acting', 'delegation')),
    hash_seen   bytea check (hash_seen is null or length(hash_seen) = 32),
    opinion     text not null default '' check (length(opinion) <= 4000),
    signed_on   date,
    primary key (case_id, round, position),
    check ((state in ('signed', 'returned')) = (signed_on is not null))
);

-- What became of the project of a row: ended, merged, split, transferred (종료, 통합, 분리, 이관), with date, reason and
-- successor. It is in force once the submission is accepted and whoever takes something over has agreed.
create table row_event (
    id            uuid primary key,
    case_id       uuid not null references submission,
    row_id        uuid not null,
    item          text not null,
    kind          text not null check (kind in ('ended', 'merged', 'split', 'transferred')),
    effective_on  date not null,
    reason        text not null check (length(reason) between 1 and 1000),
    successors    text[] not null default '{}', -- items into which it was merged or split
    to_unit       text references unit,         -- to which it was transferred
    state         text not null default 'told' check (state in ('told', 'in_force', 'withdrawn')),
    recorded_by   uuid not null references person,
    recorded_post text references post,
    recorded_on   date not null,
    check ((kind = 'transferred') = (to_unit is not null)),
    check ((kind in ('merged', 'split')) = (cardinality(successors) > 0))
);
create unique index row_event_once on row_event (row_id) where state <> 'withdrawn';
create index row_event_of_case on row_event (case_id);
create index row_event_of_item on row_event (item) where state = 'in_force';

-- What another unit was asked about a row: to concur as a partner whom it names, or to take over what an event gives it.
create table row_consent (
    id           uuid primary key,
    case_id      uuid not null references submission,
    row_id       uuid not null,
    item         text not null,
    unit_id      text not null references unit,
    kind         text not null check (kind in ('concur', 'merged', 'split', 'transferred')),
    event_id     uuid references row_event,
    content_hash bytea not null check (length(content_hash) = 32), -- of the row as it was when they were asked
    asked_on     date not null,
    answer       text check (answer in ('agreed', 'objected', 'dropped')), -- dropped: asked anew, or no longer needed
    opinion      text not null default '' check (length(opinion) <= 4000),
    answered_by  uuid references person,
    answered_as  text references post,
    answered_on  date,
    check ((answer is null) = (answered_on is null)),
    check (answer is distinct from 'objected' or opinion <> '')
);
create unique index row_consent_open on row_consent (row_id, unit_id, kind) where answer is null;
create index row_consent_of_case on row_consent (case_id);

-- A file beside a submission or one of its rows; the bytes are kept once, by their hash.
create table row_attachment (
    id        uuid primary key,
    case_id   uuid not null references submission,
    row_id    uuid,
    name      text not null check (length(name) between 1 and 200),
    sha256    bytea not null references attachment,
    added_by  uuid not null references person,
    added_on  date not null,
    removed_on date
);
create index row_attachment_of_case on row_attachment (case_id);

-- Who stored a file: he alone may put it beside a case, for a hash is no secret.
create table attachment_upload (
    sha256      bytea not null references attachment,
    person_id   uuid not null references person,
    uploaded_at timestamptz not null default now(),
    primary key (sha256, person_id)
);
create index attachment_upload_of_person on attachment_upload (person_id, uploaded_at);

alter table contribution
    drop constraint contribution_verb_check,
    add constraint contribution_verb_check check (verb in ('save_row', 'attend', 'ballot', 'score', 'comment', 'read',
        'record_arrival', 'record_replies', 'assign_rows', 'add_row', 'remove_row', 'record_event', 'withdraw_event',
        'answer_row', 'attach', 'detach'));

do $$
declare
    was text := pg_get_functiondef('known_words(text)'::regprocedure);
    becomes text := replace(replace(was, 'read_circulated,', 'read_circulated,answer_row,'),
        '''{accept,', '''{accept,adopt_form,propose_form,');
begin
    if becomes not like '%,answer_row,%' or becomes not like '%adopt_form%' then
        raise exception 'known_words has no list of task kinds or verbs';
    end if;
    execute becomes;
end $$;

do $$
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert, update on submission_version, submission_cell, row_event, row_consent, row_attachment,
            attachment_upload to gyeol_app;
    end if;
end $$;

---- create above / drop below ----

-- What was contributed never changes: going down is refused where any of the new contributions is on record.
alter table contribution
    drop constraint contribution_verb_check,
    add constraint contribution_verb_check check (verb in ('save_row', 'attend', 'ballot', 'score', 'comment', 'read',
        'record_arrival', 'record_replies'));
delete from task_actor where task_id in (select id from task where kind = 'answer_row');
update notice set task_id = null where task_id in (select id from task where kind = 'answer_row');
delete from task where kind = 'answer_row';
do $$
begin
    execute replace(replace(pg_get_functiondef('known_words(text)'::regprocedure), 'answer_row,', ''),
        'adopt_form,propose_form,', '');
end $$;
drop table attachment_upload, row_attachment, row_consent, row_event, submission_cell, submission_version;
drop index result_row_of_project, plan_row_of_project, submission_of_form;
alter table form_row drop column removed_on, drop column added, drop column left_over, drop column last;
alter table result_row drop column left_over, drop column last;
alter table plan_row drop column left_over, drop column last;
alter table submission drop column proposed_pack, drop column form_pack;

-- Approval lines as the decree has them: steps that are asked at once, versions of a text within its round, who stood in
-- for whom, holds and skips with their reasons, circulation, and what a person last saw.

drop index line_cell_one_current; -- cells of one step are asked at once
alter table act
    drop constraint act_verb_known,
    add constraint act_verb_known check (verb in (
        'accept', 'add_case', 'agree', 'approve', 'ask', 'award', 'call', 'circulate', 'close', 'compile', 'concur',
        'confirm', 'convene', 'correct', 'decide', 'decline', 'dispatch', 'escalate', 'examine', 'expire', 'finish',
        'follow_up', 'hand_over', 'hand_over_task', 'hold', 'lapse', 'move_date', 'nominate', 'open', 'opine',
        'pass_over', 'plan_action', 'publish_minutes', 'rank', 'receipt', 'record_no_reply', 'redraft', 'reflect',
        'register', 'renew', 'reopen', 'reply', 'request_correction', 'request_revision', 'resolve', 'return',
        'review', 'skip', 'skip_review', 'submit', 'table', 'terminate', 'vet', 'waive', 'withdraw'));
alter table decision
    drop constraint decision_verb_known,
    add constraint decision_verb_known check (verb in (
        'accept', 'add_case', 'agree', 'approve', 'ask', 'award', 'call', 'circulate', 'close', 'compile', 'concur',
        'confirm', 'convene', 'correct', 'decide', 'decline', 'dispatch', 'escalate', 'examine', 'expire', 'finish',
        'follow_up', 'hand_over', 'hand_over_task', 'hold', 'lapse', 'move_date', 'nominate', 'open', 'opine',
        'pass_over', 'plan_action', 'publish_minutes', 'rank', 'receipt', 'record_no_reply', 'redraft', 'reflect',
        'register', 'renew', 'reopen', 'reply', 'request_correction', 'request_revision', 'resolve', 'return',
        'review', 'skip', 'skip_review', 'submit', 'table', 'terminate', 'vet', 'waive', 'withdraw'));
alter table task
    drop constraint task_kind_known,
    add constraint task_kind_known check (kind in (
        'register', 'reflect', 'fill', 'approve_submission', 'check', 'revise', 'confirm_compilation', 'draft',
        'sign', 'redraft', 'read_circulated', 'post_report', 'call_meeting', 'attend', 'convene', 'vote', 'resolve',
        'minutes', 'ask', 'reply', 'file', 'receive_filing', 'correct_filing', 'opine', 'plan_action', 'follow_up',
        'nominate', 'examine', 'score', 'rank', 'vet', 'stopped', 'renew_agreement'));
alter table audit_entry
    drop constraint audit_entry_kind_known,
    add constraint audit_entry_kind_known check (kind in (
        'act', 'contribution', 'refusal', 'opening', 'import', 'token', 'policy', 'clock', 'process', 'digest',
        'absence', 'delegation', 'transfer'));
alter table notice
    drop constraint notice_kind_known,
    add constraint notice_kind_known check (kind in (
        'assigned', 'returned', 'due_soon', 'due_today', 'overdue', 'meeting_call', 'digest', 'stopped', 'informed'));

alter table line_cell
    add column step           integer not null default 0,
    add column version        integer not null default 0,      -- of the text that was signed; 0 while unsigned
    add column row_id         text not null default '',         -- row of the delegation table
    add column article        text[] not null default '{}',
    add column why            text not null default '',         -- what put this post here
    add column current_since  date,
    add column signed_post    text references post,             -- the post of whoever stood in
    add column proxy          text not null default '' check (proxy in ('', 'delegation', 'acting')),
    add column agrees         boolean,                          -- agree cells only
    add column dissent        boolean not null default false,   -- 의견 있음
    add column skip_reason    text not null default '',
    add column hold_reason    text not null default '',
    add column hold_review_on date,
    drop constraint line_cell_state_check,
    drop constraint line_cell_check,
    add constraint line_cell_state check (state in ('waiting', 'current', 'signed', 'returned', 'void', 'skipped', 'lifted')),
    add constraint line_cell_signed check (state = 'void' or (state in ('signed', 'returned', 'skipped', 'lifted')) = (signed_on is not null)),
    add constraint line_cell_proxy check ((proxy = '') = (signed_post is null)),
    add constraint line_cell_skip check ((state = 'skipped') <= (skip_reason <> '')),
    add constraint line_cell_hold check ((hold_review_on is null) = (hold_reason = ''));
update line_cell set step = position;
create unique index line_cell_one_decider on line_cell (case_id, round) where role = 'approve' and state in ('waiting', 'current', 'signed');
create index line_cell_current on line_cell (post_id, current_since) where state = 'current';
create index line_cell_proxy_signer on line_cell (person_id) where proxy <> '';
create index line_cell_review on line_cell (hold_review_on) where hold_review_on is not null and state = 'current';

alter table document
    add column version             integer not null default 1 check (version >= 1), -- of the text in the present round
    add column pack_hash           bytea references policy_pack, -- pinned when the draft was submitted: an amended table leaves it alone
    add column authority_row       text not null default '',
    add column policy_series       text not null default '',
    add column important           boolean not null default false,
    add column undelegable         boolean not null default false,
    add column facts               jsonb not null default '{}',
    add column touches             text[] not null default '{}',
    add column attachments         jsonb not null default '[]',
    add column form                text not null default 'internal' check (form in ('internal', 'dispatch')),
    add column addressees          text[] not null default '{}',
    add column retention           text not null default '5' check (retention in ('1', '3', '5', '10', '30', 'semi_permanent', 'permanent')),
    add column function_code       text not null default '',
    add column classification_path text[] not null default '{}',
    add column licence             text not null default '',
    add column review_again_on     date,    -- FOIA 9(1) 5: when an internal review in progress is looked at again
    add column public_notice       boolean not null default false,
    add column arrived_on          date,
    add column effective_on        date,
    drop column retention_years;

alter table document_version
    add column version integer not null default 1,
    add column title   text not null default '',
    add column content jsonb not null default '{}', -- what the hash was taken of
    add column post_id text references post,        -- who wrote this version
    drop constraint document_version_pkey,
    add primary key (case_id, round, version);
create index document_version_by_hash on document_version (case_id, content_hash);

create table absence (
    id           uuid primary key,
    person_id    uuid not null references person,
    valid_from   date not null,
    valid_to     date not null,
    reason       text not null check (reason <> ''),
    recorded_by  uuid not null references person,
    recorded_on  date not null,
    cancelled_on date,
    check (valid_to >= valid_from)
);
create index absence_of_person on absence (person_id, valid_from) where cancelled_on is null;

-- Who stands in for a post: dated, for some matters or all, never passed on further.
create table delegation (
    id          uuid primary key,
    post_id     text not null references post,
    deputy_post text not null references post,
    matters     text[] not null default '{}', -- none: all
    valid_from  date not null,
    valid_to    date not null,
    reason      text not null check (reason <> ''),
    given_by    uuid not null references person,
    given_on    date not null,
    revoked_on  date,
    check (valid_to >= valid_from),
    check (post_id <> deputy_post)
);
create index delegation_of_post on delegation (post_id, valid_from) where revoked_on is null;
create index delegation_to_post on delegation (deputy_post, valid_from) where revoked_on is null;

-- 직무대리: who acts for a post while nobody who holds it is present and nobody was named.
create table acting_order (
    post_id    text not null references post,
    ordinal    integer not null check (ordinal >= 1),
    deputy_post text not null references post,
    valid_from date not null,
    valid_to   date,
    primary key (post_id, ordinal, valid_from),
    check (post_id <> deputy_post),
    check (valid_to is null or valid_to >= valid_from)
);

-- Who stands in for a post on a day: whoever holds a post that it was delegated to, and the first present in its acting
-- order while nobody who holds it is at work and nobody present was named for all matters. One rule for acts, lists,
-- notices and streams. No matters: all; ref: the delegation; until: the last day known; why: the reason of a delegation.
create function stands_for(of_post text, on_day date)
returns table (deputy text, person uuid, kind text, matters text[], ref text, until date, why text) language sql stable as $$
    select d.deputy_post, h.person_id, 'delegation', d.matters, d.id::text, d.valid_to, d.reason
    from delegation d
        join holding h on h.post_id = d.deputy_post and h.valid_from <= on_day and (h.valid_to is null or h.valid_to >= on_day)
    where d.post_id = of_post and d.revoked_on is null and on_day between d.valid_from and d.valid_to
    union all
    select o.deputy_post, h.person_id, 'acting', '{}'::text[], '', -- until the first who is away comes back
        (select min(a.valid_to) from absence a join holding b on b.person_id = a.person_id and b.post_id = of_post
                and b.valid_from <= on_day and (b.valid_to is null or b.valid_to >= on_day)
            where a.cancelled_on is null and on_day between a.valid_from and a.valid_to), ''
    from acting_order o
        join holding h on h.post_id = o.deputy_post and h.valid_from <= on_day and (h.valid_to is null or h.valid_to >= on_day)
    where o.post_id = of_post and o.valid_from <= on_day and (o.valid_to is null or o.valid_to >= on_day)
        and not exists (select from absence a where a.person_id = h.person_id and a.cancelled_on is null
            and on_day between a.valid_from and a.valid_to)
        and not exists (select -- nobody of the post, of those before in the order or named for all matters is at work
            from (select of_post as post union all
                select b.deputy_post from acting_order b where b.post_id = of_post and b.ordinal < o.ordinal
                    and b.valid_from <= on_day and (b.valid_to is null or b.valid_to >= on_day) union all
                select d.deputy_post from delegation d where d.post_id = of_post and d.revoked_on is null
                    and cardinality(d.matters) = 0 and on_day between d.valid_from and d.valid_to) earlier
                join holding e on e.post_id = earlier.post and e.valid_from <= on_day and (e.valid_to is null or e.valid_to >= on_day)
            where not exists (select from absence a where a.person_id = e.person_id and a.cancelled_on is null
                and on_day between a.valid_from and a.valid_to))
$$;

-- Whom an open task reaches on a day: who holds its posts, who is named, and whoever stands in for one of the posts, as
-- far as he may: nothing that is to be done in person or may not be delegated, and only in the matters he was given.
create function reached_by(of_task uuid, on_day date, in_person text[])
returns table (person uuid) language sql stable as $$
    select h.person_id from task_actor a
        join holding h on h.post_id = a.post_id and h.valid_from <= on_day and (h.valid_to is null or h.valid_to >= on_day)
    where a.task_id = of_task
    union
    select a.person_id from task_actor a where a.task_id = of_task and a.person_id is not null
    union
    select s.person from task t
        join task_actor a on a.task_id = t.id
        cross join lateral stands_for(a.post_id, on_day) s
        left join document d on d.case_id = t.case_id
    where t.id = of_task and not t.kind = any(in_person) and not coalesce(d.undelegable, false)
        and (cardinality(s.matters) = 0 or d.matter = any(s.matters))
$$;

create table circulation (
    case_id  uuid not null references document,
    post_id  text not null references post,
    asked_on date not null,
    asked_by text not null references post,
    read_by  uuid references person,
    read_on  date,
    read_at  timestamptz,
    primary key (case_id, post_id),
    check ((read_by is null) = (read_at is null) and (read_by is null) = (read_on is null))
);

-- What a person last saw of a case: the difference in a refusal is told from here.
create table case_view (
    case_id      uuid not null references case_file,
    person_id    uuid not null references person,
    content_hash bytea not null,
    seen_at      timestamptz not null default now(),
    primary key (case_id, person_id)
);

create table watching (
    case_id   uuid not null references case_file,
    person_id uuid not null references person,
    since     date not null,
    primary key (case_id, person_id)
);
create index watching_of_person on watching (person_id);

-- 인사이동: one act moves a person; what was given to him by name follows in chunks.
create table transfer (
    id        uuid primary key,
    person_id uuid not null references person,
    from_post text references post,
    to_post   text references post,
    on_day    date not null,
    reason    text not null check (reason <> ''),
    given_by  uuid not null references person,
    moved     integer not null default 0,
    list      jsonb not null default '[]', -- the hand-over list, written when all have moved
    done_at   timestamptz
);
create index transfer_unfinished on transfer (id) where done_at is null;

do $$
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert, update on absence, delegation, acting_order, circulation, case_view, watching, transfer to gyeol_app;
        grant delete on watching, acting_order to gyeol_app;
    end if;
end $$;

---- create above / drop below ----

drop function reached_by, stands_for;
drop index document_version_by_hash;
drop table transfer, watching, case_view, circulation, acting_order, delegation, absence;
alter table document_version
    drop constraint document_version_pkey,
    drop column version, drop column title, drop column content, drop column post_id,
    add primary key (case_id, round);
alter table document
    drop column version, drop column pack_hash, drop column authority_row, drop column policy_series, drop column important,
    drop column undelegable, drop column facts, drop column touches, drop column attachments, drop column form,
    drop column addressees, drop column retention, drop column function_code, drop column classification_path,
    drop column licence, drop column review_again_on, drop column public_notice, drop column arrived_on,
    drop column effective_on, add column retention_years integer not null default 5;
drop index line_cell_one_decider, line_cell_current, line_cell_review;
alter table line_cell
    drop constraint line_cell_state, drop constraint line_cell_signed, drop constraint line_cell_proxy,
    drop constraint line_cell_skip, drop constraint line_cell_hold,
    drop column step, drop column version, drop column row_id, drop column article, drop column why,
    drop column current_since, drop column signed_post, drop column proxy, drop column agrees, drop column dissent,
    drop column skip_reason, drop column hold_reason, drop column hold_review_on,
    add constraint line_cell_state_check check (state in ('waiting', 'current', 'signed', 'returned', 'void')),
    add constraint line_cell_check check ((state in ('signed', 'returned')) = (signed_on is not null));
alter table act
    drop constraint act_verb_known,
    add constraint act_verb_known check (verb in (
        'accept', 'add_case', 'approve', 'ask', 'award', 'call', 'close', 'compile', 'concur', 'confirm', 'convene',
        'correct', 'decide', 'decline', 'dispatch', 'examine', 'expire', 'finish', 'follow_up', 'hand_over',
        'hand_over_task', 'lapse', 'move_date', 'nominate', 'open', 'opine', 'pass_over', 'plan_action',
        'publish_minutes', 'rank', 'receipt', 'record_no_reply', 'redraft', 'reflect', 'register', 'renew', 'reopen',
        'reply', 'request_correction', 'request_revision', 'resolve', 'return', 'review', 'skip', 'submit', 'table',
        'terminate', 'vet', 'waive', 'withdraw'));
alter table decision
    drop constraint decision_verb_known,
    add constraint decision_verb_known check (verb in (
        'accept', 'add_case', 'approve', 'ask', 'award', 'call', 'close', 'compile', 'concur', 'confirm', 'convene',
        'correct', 'decide', 'decline', 'dispatch', 'examine', 'expire', 'finish', 'follow_up', 'hand_over',
        'hand_over_task', 'lapse', 'move_date', 'nominate', 'open', 'opine', 'pass_over', 'plan_action',
        'publish_minutes', 'rank', 'receipt', 'record_no_reply', 'redraft', 'reflect', 'register', 'renew', 'reopen',
        'reply', 'request_correction', 'request_revision', 'resolve', 'return', 'review', 'skip', 'submit', 'table',
        'terminate', 'vet', 'waive', 'withdraw'));
alter table task
    drop constraint task_kind_known,
    add constraint task_kind_known check (kind in (
        'register', 'reflect', 'fill', 'approve_submission', 'check', 'revise', 'confirm_compilation', 'draft',
        'sign', 'redraft', 'call_meeting', 'attend', 'convene', 'vote', 'resolve', 'minutes', 'ask', 'reply', 'file',
        'receive_filing', 'correct_filing', 'opine', 'plan_action', 'follow_up', 'nominate', 'examine', 'score',
        'rank', 'vet', 'stopped', 'renew_agreement'));
alter table audit_entry
    drop constraint audit_entry_kind_known,
    add constraint audit_entry_kind_known check (kind in (
        'act', 'contribution', 'refusal', 'opening', 'import', 'token', 'policy', 'clock', 'process', 'digest'));
alter table notice
    drop constraint notice_kind_known,
    add constraint notice_kind_known check (kind in (
        'assigned', 'returned', 'due_soon', 'due_today', 'overdue', 'meeting_call', 'digest', 'stopped'));
create unique index line_cell_one_current on line_cell (case_id, round) where state = 'current';

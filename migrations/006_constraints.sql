-- The schema says what may stand in it: the states of each kind of case, the verbs of acts, the kinds of tasks,
-- processes, notices and entries. The lists repeat package policies and the constants of package gov; a test of
-- internal/store compares them, so that neither can change alone. Each list is a constraint of its own: whoever adds a
-- state to documents drops case_file_state_of_document in a new migration and adds it again with the longer list.
-- They are added NOT VALID here, which reads no row, and proven over what is there by 007, which locks out no reader.

alter table case_file
    add constraint case_file_state_of_cycle check (kind <> 'cycle' or state in ('planned', 'open', 'closed')) not valid,
    add constraint case_file_state_of_stage check (kind <> 'stage' or state in (
        'planned', 'open', 'closing', 'closed', 'waived', 'skipped')) not valid,
    add constraint case_file_state_of_receipt check (kind <> 'receipt' or state in (
        'awaited', 'registered', 'settled', 'missing')) not valid,
    add constraint case_file_state_of_submission check (kind <> 'submission' or state in (
        'requested', 'drafting', 'in_department_approval', 'submitted', 'revision_requested', 'resubmitted', 'accepted',
        'waived', 'missing')) not valid,
    add constraint case_file_state_of_compilation check (kind <> 'compilation' or state in (
        'drafting', 'compiled', 'confirmed', 'missing')) not valid,
    add constraint case_file_state_of_document check (kind <> 'document' or state in (
        'drafting', 'in_approval', 'approved', 'returned', 'withdrawn', 'dispatched', 'missing')) not valid,
    add constraint case_file_state_of_meeting check (kind <> 'meeting' or state in (
        'planned', 'called', 'tabled', 'in_session', 'no_quorum', 'resolved', 'minutes_published', 'missing')) not valid,
    add constraint case_file_state_of_consultation check (kind <> 'consultation' or state in (
        'planned', 'asked', 'replied', 'no_reply', 'missing')) not valid,
    add constraint case_file_state_of_filing check (kind <> 'filing' or state in (
        'prepared', 'handed_over', 'correction_requested', 'received', 'missing')) not valid,
    add constraint case_file_state_of_opinion check (kind <> 'opinion' or state in (
        'assigned', 'opined', 'answered', 'followed_up', 'missing')) not valid,
    add constraint case_file_state_of_nomination check (kind <> 'nomination' or state in (
        'invited', 'nominated', 'declined', 'eligible', 'ineligible', 'scored', 'vetted', 'awarded', 'not_awarded',
        'missing')) not valid,
    add constraint case_file_state_of_agreement check (kind <> 'agreement' or state in (
        'in_force', 'renewal_window', 'terminated', 'expired')) not valid;

-- An act does not repeat the kind of its case: its states are those of all kinds.
alter table act
    add constraint act_verb_known check (verb in (
        'accept', 'add_case', 'approve', 'ask', 'award', 'call', 'close', 'compile', 'concur', 'confirm', 'convene',
        'correct', 'decide', 'decline', 'dispatch', 'examine', 'expire', 'finish', 'follow_up', 'hand_over',
        'hand_over_task', 'lapse', 'move_date', 'nominate', 'open', 'opine', 'pass_over', 'plan_action',
        'publish_minutes', 'rank', 'receipt', 'record_no_reply', 'redraft', 'reflect', 'register', 'renew', 'reopen',
        'reply', 'request_correction', 'request_revision', 'resolve', 'return', 'review', 'skip', 'submit', 'table',
        'terminate', 'vet', 'waive', 'withdraw')) not valid,
    add constraint act_from_state_known check (from_state in (
        'accepted', 'answered', 'approved', 'asked', 'assigned', 'awaited', 'awarded', 'called', 'closed', 'closing',
        'compiled', 'confirmed', 'correction_requested', 'declined', 'dispatched', 'drafting', 'eligible', 'expired',
        'followed_up', 'handed_over', 'in_approval', 'in_department_approval', 'in_force', 'in_session', 'ineligible',
        'invited', 'minutes_published', 'missing', 'no_quorum', 'no_reply', 'nominated', 'not_awarded', 'open',
        'opined', 'planned', 'prepared', 'received', 'registered', 'renewal_window', 'replied', 'requested',
        'resolved', 'resubmitted', 'returned', 'revision_requested', 'scored', 'settled', 'skipped', 'submitted',
        'tabled', 'terminated', 'vetted', 'waived', 'withdrawn')) not valid,
    add constraint act_to_state_known check (to_state in (
        'accepted', 'answered', 'approved', 'asked', 'assigned', 'awaited', 'awarded', 'called', 'closed', 'closing',
        'compiled', 'confirmed', 'correction_requested', 'declined', 'dispatched', 'drafting', 'eligible', 'expired',
        'followed_up', 'handed_over', 'in_approval', 'in_department_approval', 'in_force', 'in_session', 'ineligible',
        'invited', 'minutes_published', 'missing', 'no_quorum', 'no_reply', 'nominated', 'not_awarded', 'open',
        'opined', 'planned', 'prepared', 'received', 'registered', 'renewal_window', 'replied', 'requested',
        'resolved', 'resubmitted', 'returned', 'revision_requested', 'scored', 'settled', 'skipped', 'submitted',
        'tabled', 'terminated', 'vetted', 'waived', 'withdrawn')) not valid;

-- A decision is taken by an act and bears its verb.
alter table decision
    add constraint decision_verb_known check (verb in (
        'accept', 'add_case', 'approve', 'ask', 'award', 'call', 'close', 'compile', 'concur', 'confirm', 'convene',
        'correct', 'decide', 'decline', 'dispatch', 'examine', 'expire', 'finish', 'follow_up', 'hand_over',
        'hand_over_task', 'lapse', 'move_date', 'nominate', 'open', 'opine', 'pass_over', 'plan_action',
        'publish_minutes', 'rank', 'receipt', 'record_no_reply', 'redraft', 'reflect', 'register', 'renew', 'reopen',
        'reply', 'request_correction', 'request_revision', 'resolve', 'return', 'review', 'skip', 'submit', 'table',
        'terminate', 'vet', 'waive', 'withdraw')) not valid;

alter table task
    add constraint task_kind_known check (kind in (
        'register', 'reflect', 'fill', 'approve_submission', 'check', 'revise', 'confirm_compilation', 'draft', 'sign',
        'redraft', 'call_meeting', 'attend', 'convene', 'vote', 'resolve', 'minutes', 'ask', 'reply', 'file',
        'receive_filing', 'correct_filing', 'opine', 'plan_action', 'follow_up', 'nominate', 'examine', 'score', 'rank',
        'vet', 'stopped', 'renew_agreement')) not valid;

alter table process
    add constraint process_kind_known check (kind in (
        'cycle', 'receive', 'issue', 'collect', 'compile', 'deliberate', 'consult', 'approve', 'file', 'monitor', 'award',
        'agreement')) not valid;

alter table audit_entry
    add constraint audit_entry_kind_known check (kind in (
        'act', 'contribution', 'refusal', 'opening', 'import', 'token', 'policy', 'clock', 'process', 'digest')) not valid;

-- No mail leaves while the office is closed: the day on which one left can now be asked for.
alter table notice
    add constraint notice_kind_known check (kind in (
        'assigned', 'returned', 'due_soon', 'due_today', 'overdue', 'meeting_call', 'digest', 'stopped')) not valid,
    add column sent_on date,
    add constraint notice_sent_on_of_sent check (sent_on is null or state = 'sent') not valid;
comment on column notice.sent_on is 'office date on which it left; null: it has not, or it did before this column was';

-- A round has one cell whose turn it is; a case asks the same thing of the same cell once at a time. The second index
-- also finds the open tasks of a case.
create unique index line_cell_one_current on line_cell (case_id, round) where state = 'current';
create unique index task_open_once on task (case_id, kind, cell) where state = 'open';
drop index task_open_of_case;

-- What grows to millions of rows is never read as a whole by a request, a workflow or the mailroom.
create index case_of_process on case_file (process_id) where kind in ('cycle', 'stage', 'agreement');
create index case_of_cycle on case_file (cycle_id, kind);
create index case_open on case_file (kind, state) where closed_on is null;
create index case_open_of_stage on case_file (stage_id, id) where closed_on is null;
create index case_by_day on case_file (opened_on, id);
create index task_open_of_stage on task (stage_id, kind) where state = 'open';
create index agenda_item_about on agenda_item (about) where about is not null;
drop index act_by_date; -- the stream of changes follows leaves
create index notice_of_person on notice (person_id, created_at, id);
create index notice_by_time on notice (created_at, id);
create index notice_claimed on notice (claimed_until) where state = 'claimed';
create index refused_address_age on refused_address (minute);

-- What waits for Monday does not stand before what may leave today, and a page of the digest ends after its persons.
drop index notice_due, notice_held;
create index notice_due on notice (send_on, next_try, id) where state in ('queued', 'claimed');
create index notice_held on notice (person_id, office_date) where state = 'held';

-- TRUNCATE passes by the triggers of rows, and the owner of a table may do it. What never changes never goes at once.
create trigger installation_never_truncated before truncate on installation for each statement execute function refuse_change();
create trigger policy_pack_never_truncated before truncate on policy_pack for each statement execute function refuse_change();
create trigger act_never_truncated before truncate on act for each statement execute function refuse_change();
create trigger contribution_never_truncated before truncate on contribution for each statement execute function refuse_change();
create trigger decision_never_truncated before truncate on decision for each statement execute function refuse_change();
create trigger document_version_never_truncated before truncate on document_version
    for each statement execute function refuse_change();
create trigger audit_entry_never_truncated before truncate on audit_entry for each statement execute function refuse_change();
create trigger audit_leaf_never_truncated before truncate on audit_leaf for each statement execute function refuse_change();

-- The rights of 005 once more, for a database that got the role of the application after its tables. The number of the
-- schema is the owner's: whoever could write it could have a migration run twice or never.
do $$
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant usage on schema public to gyeol_app;
        grant select, insert, update, delete on all tables in schema public to gyeol_app;
        grant usage on all sequences in schema public to gyeol_app;
        revoke update, delete on audit_entry, audit_leaf, act, contribution, decision, document_version, policy_pack,
            installation from gyeol_app;
        if to_regclass('public.schema_version') is not null then
            revoke all on public.schema_version from gyeol_app;
            grant select on public.schema_version to gyeol_app;
        end if;
    end if;
end $$;

---- create above / drop below ----

drop trigger installation_never_truncated on installation;
drop trigger policy_pack_never_truncated on policy_pack;
drop trigger act_never_truncated on act;
drop trigger contribution_never_truncated on contribution;
drop trigger decision_never_truncated on decision;
drop trigger document_version_never_truncated on document_version;
drop trigger audit_entry_never_truncated on audit_entry;
drop trigger audit_leaf_never_truncated on audit_leaf;

drop index notice_due, notice_held;
create index notice_due on notice (next_try, id) where state in ('queued', 'claimed');
create index notice_held on notice (office_date, person_id) where state = 'held';
create index act_by_date on act (office_date);
create index task_open_of_case on task (case_id) where state = 'open';
drop index line_cell_one_current, task_open_once, case_of_process, case_of_cycle, case_open, case_open_of_stage, case_by_day,
    task_open_of_stage, agenda_item_about, notice_of_person, notice_by_time, notice_claimed,
    refused_address_age;

alter table notice drop constraint notice_kind_known, drop column sent_on;
alter table audit_entry drop constraint audit_entry_kind_known;
alter table process drop constraint process_kind_known;
alter table task drop constraint task_kind_known;
alter table decision drop constraint decision_verb_known;
alter table act drop constraint act_verb_known, drop constraint act_from_state_known, drop constraint act_to_state_known;
alter table case_file
    drop constraint case_file_state_of_cycle, drop constraint case_file_state_of_stage,
    drop constraint case_file_state_of_receipt, drop constraint case_file_state_of_submission,
    drop constraint case_file_state_of_compilation, drop constraint case_file_state_of_document,
    drop constraint case_file_state_of_meeting, drop constraint case_file_state_of_consultation,
    drop constraint case_file_state_of_filing, drop constraint case_file_state_of_opinion,
    drop constraint case_file_state_of_nomination, drop constraint case_file_state_of_agreement;

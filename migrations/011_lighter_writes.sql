-- PostgreSQL reads every check of a table anew for every statement that writes to it, and a list of fifty words is much
-- to read: over the checks of acts, cases, tasks and entries it came to more than all the rest of a write. The lists move
-- into a function, which a session reads once. Whoever adds a word creates known_words again with the longer list in a
-- new migration; whoever takes one away proves besides that no row has it. A test of internal/store compares the lists
-- with package policies and the constants of package gov.

create function known_words(list text) returns text[] language plpgsql immutable parallel safe as $$
begin
    return case list
        when 'state of cycle' then '{planned,open,closed}'::text[]
        when 'state of stage' then '{planned,open,closing,closed,waived,skipped}'
        when 'state of receipt' then '{awaited,registered,settled,missing}'
        when 'state of submission' then
            '{requested,drafting,in_department_approval,submitted,revision_requested,resubmitted,accepted,waived,
              missing}'
        when 'state of compilation' then '{drafting,compiled,confirmed,missing}'
        when 'state of document' then '{drafting,in_approval,approved,returned,withdrawn,dispatched,missing}'
        when 'state of meeting' then '{planned,called,tabled,in_session,no_quorum,resolved,minutes_published,missing}'
        when 'state of consultation' then '{planned,asked,replied,no_reply,missing}'
        when 'state of filing' then '{prepared,handed_over,correction_requested,received,missing}'
        when 'state of opinion' then '{assigned,opined,answered,followed_up,missing}'
        when 'state of nomination' then
            '{invited,nominated,declined,eligible,ineligible,scored,vetted,awarded,not_awarded,missing}'
        when 'state of agreement' then '{in_force,renewal_window,terminated,expired}'
        when 'state' then
            '{accepted,answered,approved,asked,assigned,awaited,awarded,called,closed,closing,compiled,confirmed,
              correction_requested,declined,dispatched,drafting,eligible,expired,followed_up,handed_over,in_approval,
              in_department_approval,in_force,in_session,ineligible,invited,minutes_published,missing,no_quorum,
              no_reply,nominated,not_awarded,open,opined,planned,prepared,received,registered,renewal_window,replied,
              requested,resolved,resubmitted,returned,revision_requested,scored,settled,skipped,submitted,tabled,
              terminated,vetted,waived,withdrawn}'
        when 'verb' then
            '{accept,add_case,agree,approve,ask,award,call,circulate,close,compile,concur,confirm,convene,correct,
              decide,decline,dispatch,escalate,examine,expire,finish,follow_up,hand_over,hand_over_task,hold,lapse,
              move_date,nominate,open,opine,pass_over,plan_action,publish_minutes,rank,receipt,record_no_reply,
              redraft,reflect,register,renew,reopen,reply,request_correction,request_revision,resolve,return,review,
              skip,skip_review,submit,table,terminate,vet,waive,withdraw}'
        when 'task' then
            '{register,reflect,fill,approve_submission,check,revise,confirm_compilation,draft,sign,redraft,
              read_circulated,post_report,call_meeting,attend,convene,vote,resolve,minutes,ask,reply,file,
              receive_filing,correct_filing,opine,plan_action,follow_up,nominate,examine,score,rank,vet,stopped,
              renew_agreement}'
        when 'entry' then
            '{act,contribution,refusal,opening,import,token,policy,clock,process,digest,absence,delegation,transfer}'
        when 'notice' then '{assigned,returned,due_soon,due_today,overdue,meeting_call,digest,stopped,informed}'
        when 'notice state' then '{queued,held,claimed,sent,unknown,failed,suppressed}'
        when 'case' then
            '{cycle,stage,receipt,submission,compilation,document,meeting,consultation,filing,opinion,nomination,
              agreement}'
        when 'role' then '{review,concur,agree,approve,accept,resolve}'
        when 'cell' then '{waiting,current,signed,returned,void,skipped,lifted}'
    end;
end $$;

create function word_known(list text, word text) returns boolean language plpgsql immutable parallel safe as $$
begin
    return coalesce(word = any(known_words(list)), false); -- a list that is not known has no words
end $$;

alter table act
    drop constraint act_verb_known,
    add constraint act_verb_known check (word_known('verb', verb)),
    drop constraint act_from_state_known,
    add constraint act_from_state_known check (word_known('state', from_state)),
    drop constraint act_to_state_known,
    add constraint act_to_state_known check (word_known('state', to_state));
alter table decision
    drop constraint decision_verb_known,
    add constraint decision_verb_known check (word_known('verb', verb)),
    drop constraint decision_role_check,
    add constraint decision_role_check check (word_known('role', role));
alter table task
    drop constraint task_kind_known,
    add constraint task_kind_known check (word_known('task', kind));
alter table audit_entry
    drop constraint audit_entry_kind_known,
    add constraint audit_entry_kind_known check (word_known('entry', kind));
alter table notice
    drop constraint notice_kind_known,
    add constraint notice_kind_known check (word_known('notice', kind)),
    drop constraint notice_state_check,
    add constraint notice_state_check check (word_known('notice state', state));
alter table case_file
    drop constraint case_file_kind_check,
    add constraint case_file_kind_check check (word_known('case', kind)),
    drop constraint case_file_state_of_cycle,
    drop constraint case_file_state_of_stage,
    drop constraint case_file_state_of_receipt,
    drop constraint case_file_state_of_submission,
    drop constraint case_file_state_of_compilation,
    drop constraint case_file_state_of_document,
    drop constraint case_file_state_of_meeting,
    drop constraint case_file_state_of_consultation,
    drop constraint case_file_state_of_filing,
    drop constraint case_file_state_of_opinion,
    drop constraint case_file_state_of_nomination,
    drop constraint case_file_state_of_agreement,
    add constraint case_file_state_known check (word_known('state of ' || kind, state));
alter table line_cell
    drop constraint line_cell_state,
    add constraint line_cell_state check (word_known('cell', state));

-- The gates of an approval look for the case of a stage, and found it among all the cases in that stage.
create unique index case_file_one_of_stage on case_file (stage_id) where kind = 'stage';

---- create above / drop below ----

do $$
declare
    c record;
begin
    for c in select * from (values
        ('act', 'act_verb_known', '', 'verb', 'verb'),
        ('act', 'act_from_state_known', '', 'from_state', 'state'),
        ('act', 'act_to_state_known', '', 'to_state', 'state'),
        ('decision', 'decision_verb_known', '', 'verb', 'verb'),
        ('decision', 'decision_role_check', '', 'role', 'role'),
        ('task', 'task_kind_known', '', 'kind', 'task'),
        ('audit_entry', 'audit_entry_kind_known', '', 'kind', 'entry'),
        ('notice', 'notice_kind_known', '', 'kind', 'notice'),
        ('notice', 'notice_state_check', '', 'state', 'notice state'),
        ('case_file', 'case_file_kind_check', '', 'kind', 'case'),
        ('line_cell', 'line_cell_state', '', 'state', 'cell'),
        ('case_file', 'case_file_state_of_cycle', 'kind <> ''cycle'' or ', 'state', 'state of cycle'),
        ('case_file', 'case_file_state_of_stage', 'kind <> ''stage'' or ', 'state', 'state of stage'),
        ('case_file', 'case_file_state_of_receipt', 'kind <> ''receipt'' or ', 'state', 'state of receipt'),
        ('case_file', 'case_file_state_of_submission', 'kind <> ''submission'' or ', 'state', 'state of submission'),
        ('case_file', 'case_file_state_of_compilation', 'kind <> ''compilation'' or ', 'state', 'state of compilation'),
        ('case_file', 'case_file_state_of_document', 'kind <> ''document'' or ', 'state', 'state of document'),
        ('case_file', 'case_file_state_of_meeting', 'kind <> ''meeting'' or ', 'state', 'state of meeting'),
        ('case_file', 'case_file_state_of_consultation', 'kind <> ''consultation'' or ', 'state',
            'state of consultation'),
        ('case_file', 'case_file_state_of_filing', 'kind <> ''filing'' or ', 'state', 'state of filing'),
        ('case_file', 'case_file_state_of_opinion', 'kind <> ''opinion'' or ', 'state', 'state of opinion'),
        ('case_file', 'case_file_state_of_nomination', 'kind <> ''nomination'' or ', 'state', 'state of nomination'),
        ('case_file', 'case_file_state_of_agreement', 'kind <> ''agreement'' or ', 'state', 'state of agreement')
    ) as c (tab, name, unless, col, list)
    loop
        execute format('alter table %I drop constraint if exists %I, add constraint %I check (%s%I = any(%L::text[]))',
            c.tab, c.name, c.name, c.unless, c.col, known_words(c.list));
    end loop;
end $$;
alter table case_file drop constraint case_file_state_known;
drop index case_file_one_of_stage;
drop function word_known, known_words;

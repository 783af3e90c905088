-- What holds even if the application is wrong. Whoever writes as gyeol_app can neither decide what he drafted, nor end a
-- case without what proves its end, nor change what was decided; and he has no right that no statement of ours needs.
-- Conditions stand in the WHEN of a trigger, which costs an ordinary act nothing.

create function refuse_decided() returns trigger language plpgsql as $$
begin
    raise exception 'a row of % that was decided or closed never changes', tg_table_name using errcode = 'restrict_violation';
end $$;

-- A case keeps what it is, and its acts only grow.
create trigger case_file_keeps_what_it_is before update on case_file for each row
    when ((new.id, new.kind, new.cycle_id, new.stage_id, new.subject, new.opened_on)
            is distinct from (old.id, old.kind, old.cycle_id, old.stage_id, old.subject, old.opened_on)
        or new.seq < old.seq or new.round < old.round)
    execute function refuse_decided();
create trigger case_file_never_deleted before delete on case_file for each row execute function refuse_change();

-- An approved paper keeps its text, its number and its signatures (행정업무의 운영 및 혁신에 관한 규정 제10조, 제18조). A
-- signature on a text that was edited since is asked for again: it goes, and is not altered.
create trigger case_file_keeps_an_approval before update on case_file for each row
    when (old.kind = 'document' and old.state in ('approved', 'dispatched')
        and (new.content_hash is distinct from old.content_hash or new.state not in ('approved', 'dispatched')
            or old.state = 'dispatched' and new.state = 'approved'))
    execute function refuse_decided();
create trigger document_keeps_an_approval before update on document for each row
    when (old.approved_on is not null
        and (new.case_id, new.matter, new.title, new.about_year, new.drafter_post, new.body, new.document_number,
                new.policy_number, new.drafted_on, new.approved_on)
            is distinct from (old.case_id, old.matter, old.title, old.about_year, old.drafter_post, old.body,
                old.document_number, old.policy_number, old.drafted_on, old.approved_on)
        or old.dispatched_on is not null and new.dispatched_on is distinct from old.dispatched_on)
    execute function refuse_decided();
create trigger document_never_deleted before delete on document for each row execute function refuse_change();
create trigger line_cell_keeps_a_signature before update on line_cell for each row
    when (old.state in ('signed', 'returned') and new.state = old.state and new.* is distinct from old.*)
    execute function refuse_decided();
create trigger line_cell_never_deleted before delete on line_cell for each row execute function refuse_change();
create trigger submission_cell_keeps_a_signature before update on submission_cell for each row
    when (old.state in ('signed', 'returned') and new.state = old.state and new.* is distinct from old.*)
    execute function refuse_decided();
create trigger submission_cell_never_deleted before delete on submission_cell for each row execute function refuse_change();

-- What was asked of somebody and is done, is done; what was resolved, voted, scored or numbered stays.
create trigger task_stays_closed before update on task for each row
    when (old.state <> 'open' and (new.id, new.case_id, new.kind, new.cell, new.opened_seq, new.round, new.state, new.closed_on)
        is distinct from (old.id, old.case_id, old.kind, old.cell, old.opened_seq, old.round, old.state, old.closed_on))
    execute function refuse_decided();
create trigger task_never_deleted before delete on task for each row execute function refuse_change();
create trigger agenda_item_keeps_its_result before update on agenda_item for each row
    when (old.result <> '' and (new.case_id, new.about, new.about_hash, new.result, new.condition, new.present, new.yes, new.no,
            new.abstain, new.recused, new.needed)
        is distinct from (old.case_id, old.about, old.about_hash, old.result, old.condition, old.present, old.yes, old.no,
            old.abstain, old.recused, old.needed))
    execute function refuse_decided();
create trigger agenda_item_of_a_result_never_deleted before delete on agenda_item for each row
    when (old.result <> '') execute function refuse_change();
create trigger ballot_never_changes before update or delete on ballot for each row execute function refuse_change();
create trigger score_never_changes before update or delete on score for each row execute function refuse_change();
create trigger issued_number_never_changes before update or delete on issued_number
    for each row execute function refuse_change();
create trigger number_series_has_no_gap before update on number_series for each row
    when (new.key <> old.key or new.last <> old.last + 1)
    execute function refuse_decided();
create trigger number_series_never_deleted before delete on number_series for each row execute function refuse_change();

create trigger consultation_keeps_its_reply before update on consultation for each row
    when (old.replied_on is not null and (new.replied_on, new.agrees, new.reply) is distinct from (old.replied_on, old.agrees, old.reply))
    execute function refuse_decided();
create trigger filing_keeps_its_receipt before update on filing for each row
    when (old.received_on is not null and new.* is distinct from old.*)
    execute function refuse_decided();
create trigger nomination_keeps_its_award before update on nomination for each row
    when (old.register_number is not null and (new.awarded, new.awarded_on, new.register_number, new.nominee, new.merit)
        is distinct from (old.awarded, old.awarded_on, old.register_number, old.nominee, old.merit))
    execute function refuse_decided();
create trigger notice_keeps_what_was_sent before update on notice for each row
    when (old.sent_at is not null and (new.kind, new.dedup, new.person_id, new.case_id, new.task_id, new.office_date, new.params,
            new.legal, new.message_id, new.body_hash, new.template, new.sent_at, new.sent_on)
        is distinct from (old.kind, old.dedup, old.person_id, old.case_id, old.task_id, old.office_date, old.params,
            old.legal, old.message_id, old.body_hash, old.template, old.sent_at, old.sent_on))
    execute function refuse_decided();

-- Nobody signs what he drafted (제10조; he may take it back), and a decision says what its act says. Both rows may come in one statement:
-- this is asked at its end.
create function decision_is_lawful() returns trigger language plpgsql as $$
declare
    made act;
begin
    select * into made from act a where a.case_id = new.case_id and a.seq = new.act_seq;
    if (made.verb, made.person_id, made.post_id, made.office_date)
            is distinct from (new.verb, new.person_id, new.post_id, new.office_date) then
        raise exception 'a decision differs from its act' using errcode = 'restrict_violation';
    end if;
    if new.verb in ('review', 'concur', 'agree', 'approve') and new.person_id = any(drafters_of(new.case_id)) then
        raise exception 'whoever drafted a paper signs nothing of it' using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
create constraint trigger decision_is_lawful after insert on decision for each row execute function decision_is_lawful();

-- A case ends with what proves its end. It is asked when the transaction commits: the rows of the kind may follow the case.
create function end_is_proven() returns trigger language plpgsql as $$
declare
    proven boolean;
begin
    case new.kind || '/' || new.state
        when 'document/dispatched' then
            select new.content_hash is not null and d.document_number is not null and d.dispatched_on is not null
            into proven from document d where d.case_id = new.id;
        when 'document/approved' then
            select new.content_hash is not null and d.approved_on is not null and d.document_number is not null
                and exists (select from issued_number n where n.case_id = new.id)
                and exists (select from document_version v where v.case_id = new.id and v.content_hash = new.content_hash)
                and exists (select from line_cell l where l.case_id = new.id and l.round = new.round
                    and l.state = 'signed' and l.hash_seen = new.content_hash)
                and not exists (select from line_cell l where l.case_id = new.id and l.round = new.round
                    and l.state in ('waiting', 'current'))
            into proven from document d where d.case_id = new.id;
        when 'submission/accepted' then
            select new.content_hash is not null and s.accepted_on is not null into proven from submission s where s.case_id = new.id;
        when 'compilation/confirmed' then
            select new.content_hash is not null and c.confirmed_on is not null into proven from compilation c where c.case_id = new.id;
        when 'filing/handed_over', 'filing/received' then
            select f.package_hash is not null and f.handed_on is not null and (new.state <> 'received' or f.received_on is not null)
            into proven from filing f where f.case_id = new.id;
        when 'meeting/resolved', 'meeting/minutes_published' then
            select m.present >= m.quorum and m.resolved_on is not null and (new.state = 'resolved' or m.minutes_on is not null)
                and not exists (select from agenda_item i where i.case_id = new.id and i.result = '')
            into proven from meeting m where m.case_id = new.id;
        when 'consultation/replied' then
            select c.replied_on is not null into proven from consultation c where c.case_id = new.id;
        when 'nomination/awarded' then
            select n.register_number is not null into proven from nomination n where n.case_id = new.id;
        else
            proven := true;
    end case;
    if proven is not true then
        raise exception 'the % cannot be %: what proves it is missing', new.kind, new.state using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
create constraint trigger case_file_end_is_proven after update on case_file deferrable initially deferred for each row
    when (new.state <> old.state and new.state in ('approved', 'dispatched', 'accepted', 'confirmed', 'handed_over', 'received',
        'resolved', 'minutes_published', 'replied', 'awarded'))
    execute function end_is_proven();
create constraint trigger case_file_begins_unproven after insert on case_file deferrable initially deferred for each row
    when (new.state in ('approved', 'dispatched', 'accepted', 'confirmed', 'handed_over', 'received', 'resolved',
        'minutes_published', 'replied', 'awarded'))
    execute function end_is_proven();

-- Exactly what our statements do, whatever was granted before: read all, and write what is written. Rows go where they
-- wait (audit_pending, notice_attempt …) or only say who may act. FOR SHARE asks for the right to update.
do $$
declare
    t text;
    added text[] := '{act,attachment,attachment_piece,attachment_upload,audit_body,audit_entry,audit_leaf,ballot,calendar_change,
        contribution,decision,document_version,installation,issued_number,mail_bounce,overlap_decision,policy_activation,
        policy_pack,score,sheet_apply,sheet_export,sheet_import,stage_after,sub_project}';
    changed text[] := '{absence,agreement,attendance,basic_plan,body,calendar_day,calendar_feed,case_file,
        case_view,circulation,cited_total,compilation,consultation,cycle,delegation,dispatch,document,filing,filing_correction,
        finding,form_row,holding,investment,kpi,letterbox,line_cell,meeting,nomination,notice,notice_preference,number_series,
        office_clock,office_day,opinion,person,pillar,plan_row,plan_task,post,process,receipt,result_row,row_attachment,
        row_consent,row_event,seat,source_inconsistency,stage,stage_counter,sub_project_event,sub_project_version,submission,
        submission_cell,submission_version,task,token,transfer,unit,unit_project,wake}';
    replaced text[] := '{acting_order,agenda_item,notice_attempt,notice_choice,refused_address,task_actor,unit_project_unit}';
    passing text[] := '{audit_pending,overlap_item,overlap_pair,sub_project_unit,watching}';
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        revoke insert, update, delete on all tables in schema public from gyeol_app;
        grant select on all tables in schema public to gyeol_app;
        grant update on audit_head, calendar_state to gyeol_app;
        foreach t in array added loop execute format('grant insert on %I to gyeol_app', t); end loop;
        foreach t in array changed loop execute format('grant insert, update on %I to gyeol_app', t); end loop;
        foreach t in array replaced loop execute format('grant insert, update, delete on %I to gyeol_app', t); end loop;
        foreach t in array passing loop execute format('grant insert, delete on %I to gyeol_app', t); end loop;
    end if;
    -- Who only reads sees no secret, hashed or not; who audits reads what is proven and what proves it.
    if exists (select from pg_roles where rolname = 'gyeol_read') then
        grant usage on schema public to gyeol_read;
        grant select on all tables in schema public to gyeol_read;
        revoke select on token, calendar_feed from gyeol_read;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_audit') then
        grant usage on schema public to gyeol_audit;
        grant select on installation, audit_entry, audit_body, audit_leaf, audit_head, audit_pending, act, contribution, decision,
            document_version, policy_pack, policy_activation to gyeol_audit;
    end if;
end $$;

---- create above / drop below ----

do $$
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert, update, delete on all tables in schema public to gyeol_app;
        revoke update, delete on audit_entry, audit_leaf, act, contribution, decision, document_version, policy_pack,
            installation, sheet_export, sheet_import, sheet_apply, overlap_decision, mail_bounce, calendar_change from gyeol_app;
        if to_regclass('public.schema_version') is not null then
            revoke insert, update, delete on public.schema_version from gyeol_app;
        end if;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_read') then
        revoke all on all tables in schema public from gyeol_read;
        revoke usage on schema public from gyeol_read;
    end if;
    if exists (select from pg_roles where rolname = 'gyeol_audit') then
        revoke all on all tables in schema public from gyeol_audit;
        revoke usage on schema public from gyeol_audit;
    end if;
end $$;

drop trigger case_file_begins_unproven on case_file;
drop trigger case_file_end_is_proven on case_file;
drop trigger decision_is_lawful on decision;
drop function end_is_proven(), decision_is_lawful();
drop trigger notice_keeps_what_was_sent on notice;
drop trigger nomination_keeps_its_award on nomination;
drop trigger filing_keeps_its_receipt on filing;
drop trigger consultation_keeps_its_reply on consultation;
drop trigger number_series_never_deleted on number_series;
drop trigger number_series_has_no_gap on number_series;
drop trigger issued_number_never_changes on issued_number;
drop trigger score_never_changes on score;
drop trigger ballot_never_changes on ballot;
drop trigger agenda_item_of_a_result_never_deleted on agenda_item;
drop trigger agenda_item_keeps_its_result on agenda_item;
drop trigger task_never_deleted on task;
drop trigger task_stays_closed on task;
drop trigger submission_cell_never_deleted on submission_cell;
drop trigger submission_cell_keeps_a_signature on submission_cell;
drop trigger line_cell_never_deleted on line_cell;
drop trigger line_cell_keeps_a_signature on line_cell;
drop trigger document_never_deleted on document;
drop trigger document_keeps_an_approval on document;
drop trigger case_file_keeps_an_approval on case_file;
drop trigger case_file_never_deleted on case_file;
drop trigger case_file_keeps_what_it_is on case_file;
drop function refuse_decided();

-- name: OpenSubmissions :exec
insert into case_file (id, kind, cycle_id, stage_id, process_id, unit_id, subject, title, state, pack_hash, opened_on)
select gen_random_uuid(), 'submission', s.cycle_id, s.id, @process_id, u.id, u.id, u.name || ' ' || s.title, 'requested',
    @pack_hash, @today
from stage s, unit u where s.id = @stage_id and u.id = any(@units::text[])
on conflict do nothing;

-- name: OpenSubmissionRows :exec
insert into submission (case_id, form, about_year, form_pack)
select c.id, @form, s.about_year, @form_pack from case_file c join stage s on s.id = c.stage_id
where c.stage_id = @stage_id and c.kind = 'submission'
on conflict do nothing;

-- name: OpenPlanRows :exec
-- Each row begins from what was accepted for its project the year before, field by field as the form says. What has
-- ended, or was merged or split, is not asked about again.
with last as (
    select distinct on (r.unit_project_id) r.unit_project_id, r.data
    from stage st
        join submission s on s.form = @form and s.about_year = st.about_year - 1
        join case_file c on c.id = s.case_id and c.state = 'accepted'
        join plan_row r on r.case_id = c.id
    where st.id = @stage_id and @takes_last::bool
    order by r.unit_project_id, c.opened_on desc, c.id
), gone as (
    select e.item from row_event e
    where e.state = 'in_force' and e.kind <> 'transferred'
        and e.effective_on < (select make_date(st.about_year, 1, 1) from stage st where st.id = @stage_id)
), officers as (
    select distinct on (p.unit_id) p.unit_id, p.id from post p
    where p.rank = 'officer' and p.valid_from <= @today and (p.valid_to is null or p.valid_to >= @today)
    order by p.unit_id, p.ordinal, p.id
), opened as (
    select c.id as case_id, up.id as item, o.id as officer, last.data as last, up.change_class,
        row_number() over (partition by c.id order by pi.ordinal, t.ordinal, up.ordinal) as ordinal,
        coalesce((select jsonb_object_agg((@fields::text[])[i], last.data -> (@sources::text[])[i])
            from generate_subscripts(@fields::text[], 1) i
            where last.data ? (@sources::text[])[i]), '{}') as taken
    from case_file c
        join unit_project_unit uu on uu.unit_id = c.unit_id and uu.role = 'lead'
        join unit_project up on up.id = uu.unit_project_id
        join plan_task t on t.id = up.plan_task_id
        join pillar pi on pi.id = t.pillar_id
        left join officers o on o.unit_id = c.unit_id
        left join last on last.unit_project_id = up.id
    where c.stage_id = @stage_id and c.kind = 'submission' and up.id not in (select item from gone)
)
insert into plan_row (id, case_id, unit_project_id, ordinal, assigned_post, change_class, budget_krw, data, last)
select gen_random_uuid(), o.case_id, o.item, o.ordinal, o.officer,
    case when o.last is null then o.change_class else 'continued' end, (o.taken ->> 'budget_krw')::bigint,
    o.taken || jsonb_build_object('change', case when o.last is null then o.change_class else 'continued' end), o.last
from opened o
on conflict do nothing;

-- name: OpenResultRows :exec
with officers as (
    select p.unit_id, p.id, row_number() over (partition by p.unit_id order by p.ordinal, p.id) - 1 as n,
        count(*) over (partition by p.unit_id) as of
    from post p where p.rank = 'officer' and p.valid_from <= @today and (p.valid_to is null or p.valid_to >= @today)
), last as (
    select distinct on (r.sub_project_id) r.sub_project_id, r.data
    from stage st
        join submission s on s.form = @form and s.about_year = st.about_year - 1
        join case_file c on c.id = s.case_id and c.state = 'accepted'
        join result_row r on r.case_id = c.id
    where st.id = @stage_id and @takes_last::bool
    order by r.sub_project_id, c.opened_on desc, c.id
), rows as (
    select c.id as case_id, c.unit_id, v.sub_project_id, v.budget_krw, v.executed_krw,
        row_number() over (partition by c.id order by v.ordinal) as ordinal
    from case_file c
        join submission s on s.case_id = c.id
        join sub_project_version v on v.year = s.about_year and v.owner_unit_id = c.unit_id
    where c.stage_id = @stage_id and c.kind = 'submission'
)
insert into result_row (id, case_id, sub_project_id, ordinal, assigned_post, budget_krw, executed_krw, last)
select gen_random_uuid(), r.case_id, r.sub_project_id, r.ordinal, o.id, r.budget_krw, r.executed_krw, last.data
from rows r
    left join officers o on o.unit_id = r.unit_id and o.n = (r.ordinal - 1) % o.of
    left join last on last.sub_project_id = r.sub_project_id
on conflict do nothing;

-- name: OpenFormRows :exec
insert into form_row (id, case_id, item, title, ordinal, assigned_post)
select gen_random_uuid(), c.id, 'summary', c.title, 1,
    (select p.id from post p where p.unit_id = c.unit_id and p.rank = 'officer' and p.valid_from <= @today
        and (p.valid_to is null or p.valid_to >= @today) order by p.ordinal, p.id limit 1)
from case_file c where c.stage_id = @stage_id and c.kind = 'submission'
on conflict do nothing;

-- name: OpenFormRowsByUnitProject :exec
insert into form_row (id, case_id, item, title, ordinal, assigned_post)
select gen_random_uuid(), c.id, up.id, up.code || ' ' || up.name, row_number() over (partition by c.id order by up.id),
    (select p.id from post p where p.unit_id = c.unit_id and p.rank = 'officer' and p.valid_from <= @today
        and (p.valid_to is null or p.valid_to >= @today) order by p.ordinal, p.id limit 1)
from case_file c
    join unit_project_unit uu on uu.unit_id = c.unit_id and uu.role = 'lead'
    join unit_project up on up.id = uu.unit_project_id
where c.stage_id = @stage_id and c.kind = 'submission'
on conflict do nothing;

-- name: OpenFillTasks :exec
insert into task (id, case_id, cycle_id, stage_id, unit_id, kind, cell, opened_seq, natural_key, round, title, verbs,
    due_operative, due_legal, due_rule, reasons, opened_on)
select gen_random_uuid(), c.id, c.cycle_id, c.stage_id, c.unit_id, 'fill', '', 0,
    @place::text || '/' || c.unit_id || '/fill/' || c.subject, 1, c.title || ' — ' || @asked::text, @verbs::text[],
    s.due_operative, s.due_legal, 'stage', @reasons, @today
from case_file c join stage s on s.id = c.stage_id
where c.stage_id = @stage_id and c.kind = 'submission' and c.state = 'requested'
on conflict do nothing;

-- name: OpenFillActors :exec
insert into task_actor (task_id, post_id)
select t.id, p.id from task t
    join post p on p.unit_id = t.unit_id and p.valid_from <= @today and (p.valid_to is null or p.valid_to >= @today)
where t.stage_id = @stage_id and t.kind = 'fill' and t.opened_seq = 0 and t.state = 'open'
    and (p.rank = 'officer' or not exists (select from post o where o.unit_id = t.unit_id and o.rank = 'officer'
        and o.valid_from <= @today and (o.valid_to is null or o.valid_to >= @today)))
on conflict do nothing;

-- name: OpenFillNotices :exec
-- One for each person, whatever number of units he works for; whoever stands in for a post of somebody absent has one, too.
-- Why it came to him and what the form asks for is the same for all.
with asked as materialized (
    select a.post_id, (array_agg(t.id order by t.id))[1] as task_id
    from task t join task_actor a on a.task_id = t.id
    where t.stage_id = @stage_id and t.kind = 'fill' and t.opened_seq = 0 and t.state = 'open' and a.post_id is not null
    group by a.post_id
), alone as materialized ( -- posts whose holders are at work with nobody named beside them are most of them
    select a.post_id from asked a
    where exists (select from delegation d where d.post_id = a.post_id and d.revoked_on is null
            and @today::date between d.valid_from and d.valid_to)
        or exists (select from acting_order o where o.post_id = a.post_id) and not exists (select from holding h
            where h.post_id = a.post_id and h.valid_from <= @today and (h.valid_to is null or h.valid_to >= @today)
                and not exists (select from absence b where b.person_id = h.person_id and b.cancelled_on is null
                    and @today::date between b.valid_from and b.valid_to))
), reached as (
    select h.person_id, a.task_id from asked a join holding h on h.post_id = a.post_id
        and h.valid_from <= @today and (h.valid_to is null or h.valid_to >= @today)
    union all
    select s.person, a.task_id from alone l join asked a using (post_id)
        cross join lateral stands_for(l.post_id, @today::date) as s(deputy, person, kind, matters, ref, until, why)
    where cardinality(s.matters) = 0
)
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, legal)
select distinct on (r.person_id) gen_random_uuid(), 'assigned', 'assigned/' || t.stage_id || '/' || r.person_id, r.person_id,
    t.case_id, t.id, @today, @send_on::date,
    jsonb_build_object('title', t.title, 'unit', u.name, 'due_operative', t.due_operative, 'due_legal', t.due_legal, 'task_id', t.id)
        || @asks::jsonb,
    false
from reached r
    join task t on t.id = r.task_id
    join unit u on u.id = t.unit_id
order by r.person_id, t.id
on conflict (dedup) do nothing;

-- name: SetCounter :exec
update stage_counter set asked = n.asked, open_cases = n.still_open
from (
    select count(*)::int as asked, count(*) filter (where case_file.closed_on is null)::int as still_open
    from case_file where case_file.stage_id = @stage_id and case_file.kind in ('submission', 'opinion', 'nomination')
) n
where stage_counter.stage_id = @stage_id;

-- name: OpenedSet :one
select count(*)::int as n, sha256(coalesce(string_agg(subject, ',' order by subject), '')::bytea)::bytea as hash
from case_file where stage_id = $1 and kind <> 'stage';

-- name: OpenFormRowsByKpi :exec
insert into form_row (id, case_id, item, title, ordinal, assigned_post)
select gen_random_uuid(), c.id, k.plan_id || '/' || k.ordinal, k.name,
    row_number() over (partition by c.id order by k.plan_id, k.ordinal),
    (select p.id from post p where p.unit_id = c.unit_id and p.rank = 'officer' and p.valid_from <= @today
        and (p.valid_to is null or p.valid_to >= @today) order by p.ordinal, p.id limit 1)
from case_file c
    join submission s on s.case_id = c.id
    join basic_plan bp on s.about_year between bp.year_from and bp.year_to
    join kpi k on k.plan_id = bp.id
where c.stage_id = @stage_id and c.kind = 'submission'
on conflict do nothing;

-- name: PlanRowsOf :many
select r.*, up.code, up.name from plan_row r join unit_project up on up.id = r.unit_project_id where r.case_id = $1 order by r.ordinal;

-- name: ResultRowsOf :many
select r.*, v.name, v.figures, v.status from result_row r
    join submission s on s.case_id = r.case_id
    join sub_project_version v on v.sub_project_id = r.sub_project_id and v.year = s.about_year
where r.case_id = $1 order by r.ordinal;

-- name: FormRowsOf :many
select * from form_row where case_id = $1 and removed_on is null order by ordinal;

-- name: PlanRowOf :one
select r.*, up.code, up.name from plan_row r join unit_project up on up.id = r.unit_project_id
where r.case_id = @case_id and r.id = @id;

-- name: ResultRowOf :one
select r.*, v.name, v.figures, v.status from result_row r
    join submission s on s.case_id = r.case_id
    join sub_project_version v on v.sub_project_id = r.sub_project_id and v.year = s.about_year
where r.case_id = @case_id and r.id = @id;

-- name: FormRowOf :one
select * from form_row where case_id = @case_id and id = @id and removed_on is null;

-- name: SavePlanRow :execrows
update plan_row set data = @data, left_over = @left_over, budget_krw = @budget_krw, change_class = @change_class,
    revision = revision + 1
where id = @id and case_id = @case_id and revision = @revision;

-- name: SaveResultRow :execrows
update result_row set data = @data, left_over = @left_over, budget_krw = @budget_krw, executed_krw = @executed_krw,
    revision = revision + 1
where id = @id and case_id = @case_id and revision = @revision;

-- name: SaveFormRow :execrows
update form_row set data = @data, left_over = @left_over, revision = revision + 1
where id = @id and case_id = @case_id and revision = @revision and removed_on is null;

-- name: AssignPlanRows :execrows
update plan_row set assigned_post = @post where case_id = @case_id and id = any(@rows::uuid[]);

-- name: AssignResultRows :execrows
update result_row set assigned_post = @post where case_id = @case_id and id = any(@rows::uuid[]);

-- name: AssignFormRows :execrows
update form_row set assigned_post = @post where case_id = @case_id and id = any(@rows::uuid[]) and removed_on is null;

-- name: CountFormRows :one
select (count(*) filter (where removed_on is null))::int as rows, coalesce(max(ordinal), 0)::int as last from form_row where case_id = $1;

-- name: AddFormRow :exec
insert into form_row (id, case_id, item, title, ordinal, assigned_post, data, added)
values (@id, @case_id, @item, @title, @ordinal, @assigned_post, @data, true);

-- name: RemoveFormRow :execrows
update form_row set removed_on = @removed_on, revision = revision + 1
where id = @id and case_id = @case_id and revision = @revision and added and removed_on is null;

-- name: InsertRowEvent :exec
insert into row_event (id, case_id, row_id, item, kind, effective_on, reason, successors, to_unit, recorded_by,
    recorded_post, recorded_on)
values (@id, @case_id, @row_id, @item, @kind, @effective_on, @reason, @successors, @to_unit, @recorded_by,
    @recorded_post, @recorded_on);

-- name: RowEventsOf :many
select e.*, coalesce(u.name, '')::text as to_unit_name from row_event e left join unit u on u.id = e.to_unit
where e.case_id = $1 and e.state <> 'withdrawn' order by e.recorded_on, e.id;

-- name: WithdrawRowEvent :execrows
update row_event set state = 'withdrawn' where id = @id and case_id = @case_id and state = 'told';

-- name: ForceRowEvents :exec
update row_event set state = 'in_force' where case_id = $1 and state = 'told';

-- name: UnforceRowEvents :exec
update row_event set state = 'told' where case_id = $1 and state = 'in_force';

-- name: DropTakenPartners :exec
-- Whoever takes a unit project over is no partner of it any more.
delete from unit_project_unit where role = 'partner' and exists (select from row_event e
    where e.case_id = $1 and e.state = 'in_force' and e.kind = 'transferred'
        and e.item = unit_project_unit.unit_project_id and e.to_unit = unit_project_unit.unit_id);

-- name: LeadAnew :exec
-- Whoever took a unit project over leads it from now on.
update unit_project_unit set unit_id = e.to_unit from row_event e
where e.case_id = $1 and e.state = 'in_force' and e.kind = 'transferred'
    and unit_project_unit.unit_project_id = e.item and unit_project_unit.role = 'lead';

-- name: LeadAsBefore :exec
-- What an event in force gave away comes back while the submission is taken up again.
update unit_project_unit set unit_id = c.unit_id from row_event e join case_file c on c.id = e.case_id
where e.case_id = $1 and e.state = 'in_force' and e.kind = 'transferred'
    and unit_project_unit.unit_project_id = e.item and unit_project_unit.role = 'lead';

-- name: HadRows :one
-- Whether the unit's rows of the year before are on record: its own submission on the form was accepted.
select exists (select from submission s join case_file c on c.id = s.case_id
    where s.form = @form and s.about_year = @about_year and c.unit_id = @unit_id and c.state = 'accepted');

-- name: HeirOf :many
-- The unit whose officer submitted last: it has the work of a unit that has ended since it was asked.
select p.unit_id from act a join post p on p.id = a.post_id
where a.case_id = $1 and a.verb = 'submit' order by a.seq desc limit 1;

-- name: InsertRowConsent :exec
insert into row_consent (id, case_id, row_id, item, unit_id, kind, event_id, content_hash, asked_on)
values (@id, @case_id, @row_id, @item, @unit_id, @kind, @event_id, @content_hash, @asked_on);

-- name: RowConsentsOf :many
select c.*, u.name as unit_name, coalesce(p.title, '')::text as answered_title
from row_consent c join unit u on u.id = c.unit_id left join post p on p.id = c.answered_as
where c.case_id = $1 order by c.asked_on, c.item, c.unit_id, c.id;

-- name: AnswerRowConsent :execrows
update row_consent set answer = @answer, opinion = @opinion, answered_by = @answered_by, answered_as = @answered_as,
    answered_on = @answered_on
where id = @id and answer is null;

-- name: DropRowConsent :exec
update row_consent set answer = 'dropped', answered_on = @answered_on where id = @id and answer is null;

-- name: DropRowConsents :exec
update row_consent set answer = 'dropped', answered_on = @answered_on where case_id = @case_id and answer is null;

-- name: DropEventConsents :exec
update row_consent set answer = 'dropped', answered_on = @answered_on where event_id = @event_id and answer is null;

-- name: PartnersOfRows :many
-- The partners of unit projects that have an office here to ask.
select uu.unit_project_id as item, uu.unit_id from unit_project_unit uu
where uu.role = 'partner' and uu.unit_project_id = any(@items::text[])
    and exists (select from post p where p.unit_id = uu.unit_id and p.valid_from <= @today
        and (p.valid_to is null or p.valid_to >= @today))
order by uu.unit_project_id, uu.ordinal;

-- name: LeadsOfItems :many
select uu.unit_project_id as item, uu.unit_id from unit_project_unit uu
where uu.role = 'lead' and uu.unit_project_id = any(@named::text[]);

-- name: KnownSubProjects :many
select v.sub_project_id as item, v.owner_unit_id from sub_project_version v
where v.year = @year and v.sub_project_id = any(@items::text[]);

-- name: AnswerTasksOf :many
select cell, max(opened_seq)::int as last, bool_or(state = 'open')::bool as open from task
where case_id = $1 and kind = 'answer_row' group by cell order by cell;

-- name: CancelAnswerTasks :exec
update task set state = 'cancelled', closed_on = @closed_on
where case_id = @case_id and kind = 'answer_row' and state = 'open' and (@cell::text = '' or cell = @cell::text);

-- name: InsertSubmissionVersion :exec
insert into submission_version (case_id, act_seq, round, content, content_hash)
values (@case_id, @act_seq, @round, @content, @content_hash);

-- name: HandInSubmissionVersion :exec
update submission_version set handed_in = true where case_id = @case_id and act_seq = @act_seq;

-- name: LastSubmissionVersion :one
select act_seq, content_hash from submission_version where case_id = $1 order by act_seq desc limit 1;

-- name: HandedInVersions :many
-- The two last versions that left the unit, the present one first.
select content, round, act_seq from submission_version where case_id = $1 and handed_in order by act_seq desc limit 2;

-- name: InsertUnitCell :exec
insert into submission_cell (case_id, round, position, step, role, post_id, title, row_id, article, why, state)
values (@case_id, @round, @position, @step, @role, @post_id, @title, @row_id, @article, @why, @state);

-- name: UnitCellsOf :many
select c.*, coalesce(p.name, '')::text as person_name from submission_cell c left join person p on p.id = c.person_id
where c.case_id = @case_id and c.round = @round order by c.step, c.position;

-- name: SignUnitCell :exec
update submission_cell set state = @state, person_id = @person_id, signed_post = @signed_post, proxy = @proxy,
    hash_seen = @hash_seen, opinion = @opinion, signed_on = @signed_on
where case_id = @case_id and round = @round and position = @position;

-- name: TurnUnitCell :exec
update submission_cell set state = @state where case_id = @case_id and round = @round and position = @position;

-- name: VoidUnitCells :exec
update submission_cell set state = 'void' where case_id = @case_id and round = @round and state in ('waiting', 'current');

-- name: ProposeForm :execrows
-- Who has that wording already is offered nothing, and an offer of before is taken back from him.
update submission s set proposed_pack = case when coalesce(s.form_pack, c.pack_hash) = @pack then null else @pack end
from case_file c
where c.id = s.case_id and c.stage_id = @stage_id and c.closed_on is null
    and s.proposed_pack is distinct from case when coalesce(s.form_pack, c.pack_hash) = @pack then null else @pack end;

-- name: AdoptForm :execrows
update submission set form_pack = @pack, proposed_pack = null where case_id = @case_id and proposed_pack = @pack;

-- name: CommentsOf :many
select c.body, c.person_id, c.post_id, p.name, coalesce(o.title, '')::text as post_title, c.office_date, c.at
from contribution c join person p on p.id = c.person_id left join post o on o.id = c.post_id
where c.case_id = $1 and c.verb = 'comment' order by c.at, c.id;

-- name: GetSubmission :one
select * from submission where case_id = $1;

-- name: MarkSubmission :exec
update submission set nothing_to_report = @nothing_to_report, submitted_on = @submitted_on, accepted_on = @accepted_on
where case_id = @case_id;

-- name: LastActBy :one
select person_id, seq, hash_seen from act where case_id = $1 and verb = $2 order by seq desc limit 1;
-- name: LockSubmission :exec
select case_id from submission where case_id = $1 for no key update;

-- name: InsertAttachment :execrows
insert into attachment (sha256, size, media_type) values ($1, $2, $3) on conflict do nothing;

-- name: InsertUpload :exec
insert into attachment_upload (sha256, person_id) values ($1, $2) on conflict do nothing;

-- name: UploadedToday :one
-- What a person has stored within a day, in bytes.
select coalesce(sum(a.size), 0)::bigint from attachment_upload u join attachment a on a.sha256 = u.sha256
where u.person_id = $1 and u.uploaded_at > now() - interval '1 day';

-- name: InsertAttachmentPiece :exec
insert into attachment_piece (sha256, ordinal, bytes) values ($1, $2, $3);

-- name: UploadedBy :one
select a.* from attachment a join attachment_upload u on u.sha256 = a.sha256 and u.person_id = @person_id
where a.sha256 = @sha256;

-- name: AttachmentPieces :many
select bytes from attachment_piece where sha256 = $1 order by ordinal;

-- name: InsertRowAttachment :exec
insert into row_attachment (id, case_id, row_id, name, sha256, added_by, added_on)
values (@id, @case_id, @row_id, @name, @sha256, @added_by, @added_on);

-- name: RowAttachmentsOf :many
select r.*, a.size, a.media_type from row_attachment r join attachment a on a.sha256 = r.sha256
where r.case_id = $1 and r.removed_on is null order by r.added_on, r.id;

-- name: RemoveRowAttachment :execrows
update row_attachment set removed_on = @removed_on where id = @id and case_id = @case_id and removed_on is null;

-- name: RowActedOn :one
-- A row with the submission it belongs to, from whichever table the form keeps its rows in.
select s.case_id, s.form, s.about_year, s.form_pack, (case when p.id is not null then 'plan' when r.id is not null then 'result'
        else 'form' end)::text as kept,
    coalesce(p.unit_project_id, r.sub_project_id, f.item, '')::text as item,
    coalesce(p.revision, r.revision, f.revision, -1)::int as revision,
    coalesce(p.data, r.data, f.data, '{}')::jsonb as data,
    coalesce(p.left_over, r.left_over, f.left_over, '{}')::jsonb as left_over,
    coalesce(p.last, r.last, f.last, 'null')::jsonb as last
from task t
    join submission s on s.case_id = t.case_id
    left join plan_row p on p.id = @row_id and p.case_id = s.case_id
    left join result_row r on r.id = @row_id and r.case_id = s.case_id
    left join form_row f on f.id = @row_id and f.case_id = s.case_id and f.removed_on is null
where t.id = @task_id;

-- name: LetRun :exec
-- For the rest of this transaction a statement may run longer than an act of a person may, and sort in memory: a large
-- opening does.
select set_config('statement_timeout', @milliseconds::text, true), set_config('work_mem', '64MB', true);

-- name: ViewOpenTasksOfCases :many
-- The open tasks of a page of cases, so that each names who has it.
select id, case_id, kind, title, due_operative, due_legal from task
where case_id = any(@cases::uuid[]) and state = 'open' order by case_id, opened_on, id;

-- name: OpenSubmissions :exec
insert into case_file (id, kind, cycle_id, stage_id, process_id, unit_id, subject, title, state, pack_hash, opened_on)
select gen_random_uuid(), 'submission', s.cycle_id, s.id, @process_id, u.id, u.id, u.name || ' ' || s.title, 'requested',
    @pack_hash, @today
from stage s, unit u where s.id = @stage_id and u.id = any(@units::text[])
on conflict do nothing;

-- name: OpenSubmissionRows :exec
insert into submission (case_id, form, about_year)
select c.id, @form, s.about_year from case_file c join stage s on s.id = c.stage_id
where c.stage_id = @stage_id and c.kind = 'submission'
on conflict do nothing;

-- name: OpenPlanRows :exec
insert into plan_row (id, case_id, unit_project_id, ordinal, assigned_post, change_class, data)
select gen_random_uuid(), c.id, up.id, row_number() over (partition by c.id order by pi.ordinal, t.ordinal, up.ordinal),
    (select p.id from post p where p.unit_id = c.unit_id and p.rank = 'officer' and p.valid_from <= @today
        and (p.valid_to is null or p.valid_to >= @today) order by p.ordinal, p.id limit 1), up.change_class,
    jsonb_build_object('change', up.change_class)
from case_file c
    join unit_project_unit uu on uu.unit_id = c.unit_id and uu.role = 'lead'
    join unit_project up on up.id = uu.unit_project_id
    join plan_task t on t.id = up.plan_task_id
    join pillar pi on pi.id = t.pillar_id
where c.stage_id = @stage_id and c.kind = 'submission'
on conflict do nothing;

-- name: OpenResultRows :exec
with officers as (
    select p.unit_id, p.id, row_number() over (partition by p.unit_id order by p.ordinal, p.id) - 1 as n,
        count(*) over (partition by p.unit_id) as of
    from post p where p.rank = 'officer' and p.valid_from <= @today and (p.valid_to is null or p.valid_to >= @today)
), rows as (
    select c.id as case_id, c.unit_id, v.sub_project_id, v.budget_krw, v.executed_krw,
        row_number() over (partition by c.id order by v.ordinal) as ordinal
    from case_file c
        join submission s on s.case_id = c.id
        join sub_project_version v on v.year = s.about_year and v.owner_unit_id = c.unit_id
    where c.stage_id = @stage_id and c.kind = 'submission'
)
insert into result_row (id, case_id, sub_project_id, ordinal, assigned_post, budget_krw, executed_krw)
select gen_random_uuid(), r.case_id, r.sub_project_id, r.ordinal, o.id, r.budget_krw, r.executed_krw
from rows r left join officers o on o.unit_id = r.unit_id and o.n = (r.ordinal - 1) % o.of
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
    due_operative, due_legal, reasons, opened_on)
select gen_random_uuid(), c.id, c.cycle_id, c.stage_id, c.unit_id, 'fill', '', 0,
    @place::text || '/' || c.unit_id || '/fill/' || c.subject, 1, c.title || ' — ' || @asked::text, @verbs::text[],
    s.due_operative, s.due_legal, @reasons, @today
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
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, legal)
select distinct on (h.person_id) gen_random_uuid(), 'assigned', 'assigned/' || t.stage_id || '/' || h.person_id, h.person_id,
    t.case_id, t.id, @today, @send_on::date,
    jsonb_build_object('title', t.title, 'unit', u.name, 'due_operative', t.due_operative, 'due_legal', t.due_legal, 'task_id', t.id),
    false
from task t
    join unit u on u.id = t.unit_id
    join task_actor a on a.task_id = t.id
    join holding h on h.post_id = a.post_id and h.valid_from <= @today and (h.valid_to is null or h.valid_to >= @today)
where t.stage_id = @stage_id and t.kind = 'fill' and t.opened_seq = 0 and t.state = 'open'
order by h.person_id, t.id
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

-- name: PlanRowsOf :many
select r.*, up.code, up.name from plan_row r join unit_project up on up.id = r.unit_project_id where r.case_id = $1 order by r.ordinal;

-- name: ResultRowsOf :many
select r.*, v.name, v.figures, v.status from result_row r
    join submission s on s.case_id = r.case_id
    join sub_project_version v on v.sub_project_id = r.sub_project_id and v.year = s.about_year
where r.case_id = $1 order by r.ordinal;

-- name: FormRowsOf :many
select * from form_row where case_id = $1 order by ordinal;

-- name: SavePlanRow :execrows
update plan_row set data = @data, budget_krw = @budget_krw, change_class = @change_class, revision = revision + 1
where id = @id and case_id = @case_id and revision = @revision;

-- name: SaveResultRow :execrows
update result_row set data = @data, budget_krw = @budget_krw, executed_krw = @executed_krw, revision = revision + 1
where id = @id and case_id = @case_id and revision = @revision;

-- name: SaveFormRow :execrows
update form_row set data = @data, revision = revision + 1 where id = @id and case_id = @case_id and revision = @revision;

-- name: GetSubmission :one
select * from submission where case_id = $1;

-- name: MarkSubmission :exec
update submission set nothing_to_report = @nothing_to_report, submitted_on = @submitted_on, accepted_on = @accepted_on
where case_id = @case_id;

-- name: LastActBy :one
select person_id, seq, hash_seen from act where case_id = $1 and verb = $2 order by seq desc limit 1;

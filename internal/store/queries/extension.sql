-- name: InsertExtension :exec
insert into extension (id, task_id, case_id, review_id, asked_seq, asker, asked_as, asked_on, reason, wished, was_operative, was_legal)
values (@id, @task_id, @case_id, @review_id, @asked_seq, @asker, @asked_as, @asked_on, @reason, @wished, @was_operative, @was_legal);

-- name: OpenExtension :many
-- The open request about a task, or the one that a task asks to decide on: one at the most.
select * from extension where (task_id = @task_id or review_id = @task_id) and state = 'open';

-- name: LockWithRequest :many
-- A task with the one that asks to decide on its date, or whose date it decides on, in the order of all locks on tasks.
select t.id from task t where t.id = any(array(select @task_id::uuid
    union all select e.review_id from extension e where e.task_id = @task_id and e.state = 'open'
    union all select e.task_id from extension e where e.review_id = @task_id and e.state = 'open'))
order by t.id for update of t;

-- name: ShareStagesOfTask :many
-- The stages of its year stand still while a date is granted by them.
select s.id from stage s where s.cycle_id = (select t.cycle_id from task t where t.id = @task_id) order by s.id
for share of s;

-- name: EndExtension :exec
update extension set state = @state, ended_on = @ended_on, ended_seq = @ended_seq, ended_by = @ended_by, ended_as = @ended_as,
    granted = @granted, decision_reason = @decision_reason
where id = @id and state = 'open';

-- name: LapseHandedOver :exec
-- The task went to another post: the request of the one before falls away, and the task of whoever was to decide.
with away as (
    update extension set state = 'lapsed', lapsed = 'handed_over', ended_on = @ended_on
    where task_id = @task_id and state = 'open' returning review_id
)
update task set state = 'cancelled', closed_on = @ended_on from away where task.id = away.review_id and task.state = 'open';

-- name: CancelTask :exec
update task set state = 'cancelled', closed_on = $2 where id = $1 and state = 'open';

-- name: ExtendCase :exec
-- What the case asks for at the date of its stage gets the new one; what was asked for before a later grant keeps the later.
with extended as (update case_file set extended_to = @day::date where case_file.id = @case_id and coalesce(extended_to, '-infinity') < @day)
update task set due_operative = @due_operative, due_legal = @due_legal, due_rule = 'fixed', due_from = @day, due_days = 0
where task.case_id = @case_id and state = 'open' and due_operative < @day and (due_rule = 'stage' or due_rule = 'fixed'
    and due_from = (select c.extended_to from case_file c where c.id = @case_id)); -- as it was before

-- name: NotifyExtension :exec
-- Once to whoever asked and to each person whom the task reaches.
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, legal)
select gen_random_uuid(), @kind, @cause::text || '/' || who.person_id, who.person_id, @case_id, @task_id::uuid, @office_date::date, @send_on,
    @params, false
from (select told.person_id from told_of(@task_id::uuid, @office_date::date, @in_person::text[]) as told(person_id)
    union select @asker::uuid) as who(person_id)
on conflict (dedup) do nothing;

-- name: DateOwners :one
-- Who may decide on the date that a post gave, in the order in which they do: the post, the head of its unit, the head of
-- the bureau above it.
select p.id as owner, coalesce(unit_head(p.unit_id, @day::date), '')::text as head, coalesce(bureau_head(p.unit_id, @day::date), '')::text as bureau
from post p where p.id = @post;

-- name: ViewExtensions :many
-- The requests about a task, or the one that a task asks to decide on, youngest first.
select e.id, e.task_id, e.review_id, e.asked_on, e.asker, e.reason, e.wished, e.was_operative, e.was_legal, e.state, e.ended_on,
    e.granted, e.decision_reason, e.lapsed, a.slug as asked_slug, a.name as asked_name, coalesce(ap.title, '')::text as asked_title,
    coalesce(b.slug, '')::text as ended_slug, coalesce(b.name, '')::text as ended_name, coalesce(bp.title, '')::text as ended_title
from extension e
    join person a on a.id = e.asker
    left join post ap on ap.id = e.asked_as
    left join person b on b.id = e.ended_by
    left join post bp on bp.id = e.ended_as
where e.task_id = @task_id or e.review_id = @task_id
order by e.asked_seq desc;

-- name: ClockRow :one
select today, last_opened from office_clock;

-- name: LockClock :one
select today, last_opened from office_clock for update;

-- name: SetToday :exec
update office_clock set today = $1;

-- name: SetLastOpened :exec
update office_clock set last_opened = greatest(last_opened, $1);

-- name: InsertOfficeDay :exec
insert into office_day (day, working, caught_up) values ($1, $2, $3) on conflict do nothing;

-- name: JumpDay :exec
insert into office_day (day, state, working) values ($1, 'jumped', $2) on conflict do nothing;

-- name: GetOfficeDay :one
select * from office_day where day = $1;

-- name: MarkDayOpened :exec
update office_day set state = 'opened', opened_at = now() where day = $1 and state = 'opening';

-- name: MarkDayDigested :exec
update office_day set state = 'digested', digested_at = now() where day = $1 and state = 'opened';

-- name: WakeForDay :exec
insert into wake (process_id, cause, office_date)
select c.process_id, 'office day', @day::date
from stage s join case_file c on c.stage_id = s.id and c.kind = 'stage'
where s.closed_on is null and (s.opens_on = @day or s.call_by = @day or s.hold_on = @day or s.review_on = @day)
union
select c.process_id, 'office day', @day::date
from agreement a join case_file c on c.id = a.case_id
where c.closed_on is null and (a.review_on = @day)
on conflict (process_id, office_date) where office_date is not null do nothing;

-- name: TasksDue :many
-- Which kinds of open tasks are due around a day, and where they stand: once a day the ladders are looked up for these.
-- A stage obeys the ladder of the pack that it named when it opened, a task beside the year that of its case.
select s.ladder, s.kind as stage, coalesce(s.pack_hash, c.pack_hash) as pack, due.task::text as task, due.due_operative,
    array_agg(s.id order by s.id)::uuid[] as stages
from (select t.stage_id, t.kind as task, t.due_operative from task t
        where t.state = 'open' and t.stage_id is not null and t.due_operative between @first::date and @last::date
        group by t.stage_id, t.kind, t.due_operative) due
    join stage s on s.id = due.stage_id join cycle c on c.id = s.cycle_id
where s.opened_on is not null
group by 1, 2, 3, 4, 5
union all
select '', '', f.pack_hash, t.kind, t.due_operative, '{}'
from task t join case_file f on f.id = t.case_id
where t.state = 'open' and t.stage_id is null and t.due_operative between @first::date and @last::date
group by f.pack_hash, t.kind, t.due_operative
order by 3, 1, 2, 4, 5;

-- name: RemindPages :many
-- The last task of each page of those that a rung reminds of: of some stages, or beside the year under a pack, of some kinds.
select due.id from (
    select t.id, row_number() over (order by t.id) as n, count(*) over () as total from task t
    where t.state = 'open' and t.due_operative = @due and t.kind = any(@kinds::text[])
        and (t.stage_id = any(@stages::uuid[])
            or t.stage_id is null and (select f.pack_hash from case_file f where f.id = t.case_id) = sqlc.narg('pack')::bytea)) due
where due.n % @most::int = 0 or due.n = due.total
order by due.id;

-- name: Remind :exec
-- One page of the tasks that a rung reminds of, those after one and up to another.
-- The date is part of a rung's key: a task whose date was moved is reminded of anew. Members from outside hold no post;
-- whoever stands in for an addressee is reminded too, as far as he may. That is told_of for many tasks at once; who may
-- sign depends on who drafted the paper, so signatures are asked for one by one.
with due as materialized (
    select t.id, t.case_id, t.cycle_id, t.unit_id, t.kind, t.title, t.due_operative, t.due_legal
    from task t
    where t.state = 'open' and t.due_operative = @due and t.id > @after and t.id <= @upto and t.kind = any(@kinds::text[])
        and (t.stage_id = any(@stages::uuid[])
            or t.stage_id is null and (select f.pack_hash from case_file f where f.id = t.case_id) = sqlc.narg('pack')::bytea)
), actor as materialized (
    select d.id as task_id, a.post_id, a.person_id from due d cross join lateral ( -- offset 0: task by task, never the whole
            select o.post_id, o.person_id from task_actor o where o.task_id = d.id offset 0) a
    where @holder::bool
), unit_of as materialized (
    select distinct d.unit_id from due d where @head::bool or @bureau::bool
), place as materialized (
    select a.task_id, a.post_id, true as asked from actor a where a.post_id is not null
    union
    select d.id, h.post_id, false from due d
        join (select u.unit_id, unit_head(u.unit_id, @day::date) as post_id from unit_of u where @head::bool
            union select u.unit_id, bureau_head(u.unit_id, @day::date) from unit_of u where @bureau::bool) h using (unit_id)
    where h.post_id is not null
    union
    select d.id, coalesce(c.owner_post, p.owner_post), false from due d
        join case_file f on f.id = d.case_id join process p on p.id = f.process_id
        left join cycle c on c.id = d.cycle_id
    where @coordinator::bool
), post_of as materialized (
    select distinct post_id from place
), stand as materialized (
    select p.post_id, s.person, s.matters from post_of p
        cross join lateral stands_for(p.post_id, @day::date) as s(deputy, person, kind, matters, ref, until, why)
), reached as (
    select p.task_id, h.person_id from place p
        join holding h on h.post_id = p.post_id and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
    union
    select a.task_id, a.person_id from actor a where a.person_id is not null
    union
    select p.task_id, s.person from stand s join place p using (post_id) join due d on d.id = p.task_id
        left join document o on o.case_id = d.case_id
    where not (p.asked and (d.kind = 'sign' or d.kind = any(@in_person::text[]) or coalesce(o.undelegable, false)))
        and (cardinality(s.matters) = 0 or o.matter = any(s.matters))
    union
    select d.id, r.person from due d cross join lateral reached_by(d.id, @day::date, @in_person::text[]) as r(person)
    where @holder::bool and d.kind = 'sign'
)
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, state, legal)
select gen_random_uuid(), @kind, 'rung/' || d.id || '/' || @rung::text || '/' || d.due_operative || '/' || r.person_id,
    r.person_id, d.case_id, d.id, @day, @day, jsonb_build_object('title', d.title, 'unit', u.name, 'due_operative', d.due_operative,
    'due_legal', d.due_legal, 'task_id', d.id, 'closed', d.kind in ('nominate', 'examine', 'score', 'rank', 'vet')), 'held', false
from reached r join due d on d.id = r.task_id join unit u on u.id = d.unit_id
on conflict (dedup) do nothing;

-- name: RemindOfHolds :exec
-- On the day named in a hold, whoever may sign is told once that the held decision is to be looked at again.
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, state, legal)
select gen_random_uuid(), 'informed', 'hold/' || t.id || '/' || l.hold_review_on || '/' || who.person_id, who.person_id, f.id, t.id,
    @day::date, @day::date, jsonb_build_object('title', t.title || @said::text, 'unit', u.name, 'reason', l.hold_reason,
    'due_operative', t.due_operative, 'due_legal', t.due_legal, 'task_id', t.id, 'closed', d.disclosure = 'closed'), 'held', false
from line_cell l
    join case_file f on f.id = l.case_id and f.round = l.round
    join document d on d.case_id = f.id
    join unit u on u.id = f.unit_id
    join task t on t.case_id = f.id and t.state = 'open' and t.kind = 'sign' and t.cell = l.position::text
    cross join lateral reached_by(t.id, @day::date, @in_person::text[]) as who(person_id)
where l.state = 'current' and l.hold_review_on <= @day
on conflict (dedup) do nothing;

-- name: DayBefore :one
-- The last day that was opened before another.
select o.day from office_day o where o.day < @before and o.state in ('opened', 'digested') order by o.day desc limit 1;

-- name: ClaimWakes :many
update wake set claimed_until = now() + least(interval '5 seconds' * power(2, least(attempts, 4)), interval '1 minute'),
    attempts = attempts + 1
from process p
where wake.process_id = p.id and wake.id in (
    select w.id from wake w where w.done_at is null and (w.claimed_until is null or w.claimed_until < now())
    order by w.id limit 256 for update skip locked)
returning wake.process_id, p.kind, p.workflow_id;

-- name: OpenProcesses :many
select p.id, p.kind, p.workflow_id from process p
where p.id in (select o.id from process o where o.state <> 'ended' union select w.process_id from wake w where w.done_at is null)
order by p.started_at, p.id;

-- name: Unsettled :many
select p.workflow_id, p.state, count(*)::int as wakes from wake w join process p on p.id = w.process_id
where w.done_at is null group by p.workflow_id, p.state order by p.workflow_id;

-- name: StoppedProcesses :many
select id, workflow_id, stop_code, stop_text, owner_post from process where state = 'stopped' order by workflow_id;

-- name: PruneRefusedAddresses :execrows
-- By wall time, under either clock; a chunk at a time.
delete from refused_address r using (
    select o.address, o.minute from refused_address o where o.minute < now() - make_interval(days => @days)
    order by o.minute limit @most for update skip locked) old
where r.address = old.address and r.minute = old.minute;

-- name: ViewHoldersToday :many
-- Who holds which post on a day, for whoever moves people.
select h.post_id, p.slug, p.name from holding h join person p on p.id = h.person_id
where h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
order by h.post_id, p.name, p.slug;

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

-- name: LaddersInUse :many
-- A stage obeys the ladder of the pack that it named when it opened.
select distinct s.ladder, s.pack_hash from stage s
where s.ladder <> '' and s.pack_hash is not null and s.opened_on is not null and s.closed_on is null
order by s.ladder, s.pack_hash;

-- name: RemindHolders :exec
-- The date is part of a rung's key: a task whose date was moved is reminded of anew. Members from outside hold no post;
-- whoever stands in for a holder is reminded too.
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, state, legal)
select gen_random_uuid(), @kind, 'rung/' || t.id || '/' || @rung::text || '/' || t.due_operative || '/' || who.person_id,
    who.person_id, t.case_id, t.id, @day, @day, jsonb_build_object('title', t.title, 'unit', u.name, 'due_operative', t.due_operative,
    'due_legal', t.due_legal, 'task_id', t.id, 'closed', t.kind in ('nominate', 'examine', 'score', 'rank', 'vet')), 'held', false
from task t
    join stage s on s.id = t.stage_id and s.ladder = @ladder and s.pack_hash = @pack_hash
    join unit u on u.id = t.unit_id
    cross join lateral reached_by(t.id, @day::date, @in_person::text[]) as who(person_id)
where t.state = 'open' and t.due_operative = @due
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

-- name: RemindHeads :exec
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, state, legal)
select gen_random_uuid(), @kind, 'rung/' || t.id || '/' || @rung::text || '/' || t.due_operative || '/' || h.person_id,
    h.person_id, t.case_id, t.id, @day, @day, jsonb_build_object('title', t.title, 'unit', u.name, 'due_operative', t.due_operative,
    'due_legal', t.due_legal, 'task_id', t.id), 'held', false
from task t
    join stage s on s.id = t.stage_id and s.ladder = @ladder and s.pack_hash = @pack_hash
    join unit u on u.id = t.unit_id
    join lateral (
        select p.id from post p where p.unit_id = t.unit_id and p.rank in ('division_head', 'bureau_head', 'none')
            and p.valid_from <= @day and (p.valid_to is null or p.valid_to >= @day)
        order by p.ordinal, p.id limit 1
    ) head on true
    join holding h on h.post_id = head.id and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
where t.state = 'open' and t.due_operative = @due
on conflict (dedup) do nothing;

-- name: RemindCoordinators :exec
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, state, legal)
select gen_random_uuid(), @kind, 'rung/' || t.id || '/' || @rung::text || '/' || t.due_operative || '/' || h.person_id,
    h.person_id, t.case_id, t.id, @day, @day, jsonb_build_object('title', t.title, 'unit', u.name, 'due_operative', t.due_operative,
    'due_legal', t.due_legal, 'task_id', t.id), 'held', false
from task t
    join stage s on s.id = t.stage_id and s.ladder = @ladder and s.pack_hash = @pack_hash
    join cycle c on c.id = s.cycle_id
    join unit u on u.id = t.unit_id
    join holding h on h.post_id = c.owner_post and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
where t.state = 'open' and t.due_operative = @due
on conflict (dedup) do nothing;

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

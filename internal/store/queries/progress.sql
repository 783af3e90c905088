-- name: ViewCycleMatrix :many
-- Where each unit stands in each stage of a year: one row per unit and stage. A row of a form is filled once it was
-- saved; an open case is in its state since the last act that moved it.
select f.unit_id, u.name as unit_name, s.key, s.round, s.kind, s.due_operative, s.due_legal, count(*)::int as cases,
    (count(*) filter (where f.closed_on is null))::int as still_open,
    (case when min(f.state) = max(f.state) then min(f.state) else 'mixed' end)::text as state,
    bool_or(coalesce(coalesce(moved.handed, f.closed_on, @today::date) > greatest(s.due_operative, f.extended_to), false))::bool as late,
    bool_or(coalesce(coalesce(moved.handed, f.closed_on, @today::date) > greatest(s.due_legal, f.extended_to), false))::bool as late_legal,
    max(f.extended_to)::date as extended_to,
    max(f.round)::int as rounds,
    coalesce(min(coalesce(moved.since, f.opened_on)) filter (where f.closed_on is null),
        max(coalesce(moved.since, f.opened_on)))::date as since,
    (array_agg(f.id order by f.id))[1]::uuid as case_id,
    coalesce(sum(rows.n), 0)::int as rows, coalesce(sum(rows.filled), 0)::int as filled
from case_file f
    join stage s on s.id = f.stage_id
    join unit u on u.id = f.unit_id
    left join lateral (select max(a.office_date) as since, -- a unit was in time that handed in in time, whatever it mended
            min(a.office_date) filter (where a.verb = 'approve' and f.kind = 'submission') as handed
        from act a where a.case_id = f.id and a.from_state <> a.to_state) moved
        on true
    left join lateral (
        select count(*) as n, count(*) filter (where x.revision > 0 or x.added) as filled from (
            select r.revision, false as added from plan_row r where r.case_id = f.id
            union all select r.revision, false from result_row r where r.case_id = f.id
            union all select r.revision, r.added from form_row r where r.case_id = f.id and r.removed_on is null) x
    ) rows on f.kind = 'submission'
where f.cycle_id = @cycle_id and f.kind not in ('cycle', 'stage') and (@kind::text = '' or s.kind = @kind)
group by f.unit_id, u.name, s.ordinal, s.key, s.round, s.kind, s.due_operative, s.due_legal
order by f.unit_id, s.ordinal, s.round;

-- name: ViewCycleHolders :many
-- Who holds the open tasks of a year, the oldest first: their posts, with whoever holds them today.
select t.unit_id, s.key, s.round, t.kind, t.opened_on, t.due_operative, t.due_legal, coalesce(a.post_id, '')::text as post,
    coalesce(p.title, '')::text as title, coalesce(h.slug, '')::text as person, coalesce(h.name, '')::text as name
from stage s
    join task t on t.stage_id = s.id and t.state = 'open'
    join task_actor a on a.task_id = t.id
    left join post p on p.id = a.post_id
    left join lateral (
        select x.slug, x.name from person x where x.id = a.person_id
        union all
        select x.slug, x.name from holding y join person x on x.id = y.person_id
        where y.post_id = a.post_id and y.valid_from <= @today and (y.valid_to is null or y.valid_to >= @today)) h on true
where s.cycle_id = @cycle_id and (@kind::text = '' or s.kind = @kind)
order by t.unit_id, s.ordinal, s.round, t.opened_on, t.id, post, person;

-- name: ViewCyclePath :many
-- The graph of a year: each stage with what it waits for, its dates, and whether its meeting was called.
select s.key, s.round, s.kind, s.title, s.decided_on, s.closed_on, s.due_operative, s.due_legal, s.hold_on,
    f.state, coalesce(s.pack_hash, c.pack_hash)::bytea as pack_hash,
    coalesce((select array_agg(b.key || case when b.round > 1 then '.' || b.round else '' end order by b.ordinal, b.round)
        from stage_after x join stage b on b.id = x.after_id where x.stage_id = s.id), '{}')::text[] as after_keys,
    exists (select from case_file m where m.stage_id = s.id and m.kind = 'meeting'
        and m.state in ('called', 'tabled', 'in_session'))::bool as called
from stage s
    join cycle c on c.id = s.cycle_id
    join case_file f on f.stage_id = s.id and f.kind = 'stage'
where s.cycle_id = @cycle_id
order by s.ordinal, s.round;

-- Who is away, who stands in for whom, and who moves to another post.

-- name: LockKey :exec
-- Two requests under one key wait for each other: the second finds what the first has kept.
select pg_advisory_xact_lock(hashtextextended(@key::text, 7425));

-- name: UnitsLed :many
-- The units that one of the posts heads, with all units below them.
with recursive led as (
    select u.id from unit u
    where u.valid_from <= @day and (u.valid_to is null or u.valid_to >= @day) and (
        select p.id from post p where p.unit_id = u.id and p.valid_from <= @day and (p.valid_to is null or p.valid_to >= @day)
        order by case p.rank when 'mayor' then 0 when 'vice_mayor' then 1 when 'bureau_head' then 2 when 'division_head' then 3
            when 'none' then 4 when 'team_lead' then 5 else 6 end, p.ordinal, p.id
        limit 1) = any(@posts::text[])
    union
    select u.id from unit u join led l on u.parent_id = l.id
    where u.valid_from <= @day and (u.valid_to is null or u.valid_to >= @day)
)
select id from led order by id;

-- name: PersonBySlug :one
select id, slug, name from person where slug = $1;

-- name: UnitsOfPerson :many
select distinct p.unit_id from holding h join post p on p.id = h.post_id
where h.person_id = @person_id and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
order by p.unit_id;

-- name: InsertAbsence :exec
insert into absence (id, person_id, valid_from, valid_to, reason, recorded_by, recorded_on)
values (@id, @person_id, @valid_from, @valid_to, @reason, @recorded_by, @recorded_on);

-- name: LockAbsence :one
select * from absence where id = $1 for update;

-- name: CancelAbsence :exec
update absence set cancelled_on = @cancelled_on where id = @id;

-- name: ViewAbsences :many
select a.id, a.person_id, p.slug as person, p.name, a.valid_from, a.valid_to, a.reason, r.slug as recorder, a.recorded_on, a.cancelled_on,
    exists (select from holding h join post po on po.id = h.post_id where h.person_id = a.person_id and po.unit_id = any(@led::text[])
        and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day))::bool as led
from absence a join person p on p.id = a.person_id join person r on r.id = a.recorded_by
where (sqlc.narg('id')::uuid is null or a.id = sqlc.narg('id')::uuid)
    and (@everything::bool or a.person_id = @viewer::uuid or a.recorded_by = @viewer::uuid or a.person_id in (
        select h.person_id from holding h join post po on po.id = h.post_id
        where po.unit_id = any(@units::text[]) and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)))
    and (@person::text = '' or p.slug = @person)
    and (sqlc.narg('since')::date is null or a.valid_to >= sqlc.narg('since')::date)
    and (@cancelled::bool or a.cancelled_on is null)
    and (a.valid_from, a.id) > (coalesce(sqlc.narg('after_day')::date, '-infinity'), @after_id::uuid)
order by a.valid_from, a.id
limit @n::int;

-- name: InsertDelegation :exec
insert into delegation (id, post_id, deputy_post, matters, valid_from, valid_to, reason, given_by, given_on)
values (@id, @post_id, @deputy_post, @matters, @valid_from, @valid_to, @reason, @given_by, @given_on);

-- name: LockDelegation :one
select * from delegation where id = $1 for update;

-- name: RevokeDelegation :exec
update delegation set revoked_on = @revoked_on where id = @id;

-- name: HoldsBoth :one
-- Somebody who holds both posts on some day of a period.
select exists (select from holding a join holding b on b.person_id = a.person_id
    where a.post_id = @post_id and b.post_id = @deputy_post
        and greatest(a.valid_from, b.valid_from, @from_day::date)
            <= least(coalesce(a.valid_to, 'infinity'), coalesce(b.valid_to, 'infinity'), @to_day::date));

-- name: ViewDelegations :many
select d.id, d.post_id, po.title, d.deputy_post, dp.title as deputy_title, d.matters, d.valid_from, d.valid_to, d.reason,
    g.slug as giver, d.given_on, d.revoked_on
from delegation d join post po on po.id = d.post_id join post dp on dp.id = d.deputy_post join person g on g.id = d.given_by
where (sqlc.narg('id')::uuid is null or d.id = sqlc.narg('id')::uuid)
    and (@everything::bool or d.post_id = any(@given::text[]) or d.deputy_post = any(@received::text[])
        or po.unit_id = any(@units::text[]) or dp.unit_id = any(@units::text[]))
    and (@post::text = '' or d.post_id = @post)
    and (sqlc.narg('since')::date is null or d.valid_to >= sqlc.narg('since')::date)
    and (@revoked::bool or d.revoked_on is null)
    and (d.valid_from, d.id) > (coalesce(sqlc.narg('after_day')::date, '-infinity'), @after_id::uuid)
order by d.valid_from, d.id
limit @n::int;

-- name: TellHolders :exec
-- One notice to each person who holds a post on the day.
insert into notice (id, kind, dedup, person_id, office_date, send_on, params, legal)
select gen_random_uuid(), 'informed', @cause::text || '/' || h.person_id, h.person_id, @office_date, @send_on, @params, false
from holding h
where h.post_id = @post_id and h.valid_from <= @day::date and (h.valid_to is null or h.valid_to >= @day::date)
group by h.person_id
on conflict (dedup) do nothing;

-- name: StandTasks :many
-- The open tasks of the posts that somebody stands in for, as far as he may: in the matters given to him, and nothing that
-- is to be done in person or may not be delegated, nor a signature under what he drafted. A post of his unit that nobody
-- holds shows all that waits there. Next: a signature that comes to him in an acting order past whoever drafted the paper.
-- Since a day: also those that were closed from then on.
select distinct t.id as task_id, t.case_id, s.post::text as post,
    case s.kind when 'next' then 'acting' else s.kind end::text as kind, s.deputy::text as deputy
from jsonb_to_recordset(@stands::jsonb) as s(post text, matter text, kind text, deputy text)
    join task_actor a on a.post_id = s.post
    join task t on t.id = a.task_id
    left join document d on d.case_id = t.case_id
where (t.state = 'open' or t.closed_on >= sqlc.narg('since')::date) and not t.kind = any(@in_person::text[])
    and (s.kind = 'vacant' or (not coalesce(d.undelegable, false) and (s.matter = '' or d.matter = s.matter)))
    and (s.kind = 'vacant' or t.kind <> 'sign' or not coalesce(@person::uuid = any(drafters_of(t.case_id)), false))
    and (s.kind <> 'next' or t.kind = 'sign' and exists (
        select from stands_for(s.post, @day::date, drafters_of(t.case_id)) as f(deputy, person, kind, matters, ref, until, why)
        where f.person = @person and f.kind = 'acting' and f.deputy = s.deputy))
order by 1, 4, 3;

-- name: StandingIn :many
-- Everybody who stands in for a post on a day.
select p.post_id, po.title, s.deputy::text as deputy_post, s.person::uuid as person_id, s.kind::text as kind, s.matters::text[] as matters,
    s.ref::text as ref, s.until::date as until, s.why::text as why
from (
    select d.post_id from delegation d where d.revoked_on is null and @day between d.valid_from and d.valid_to
    union
    select o.post_id from acting_order o where o.valid_from <= @day and (o.valid_to is null or o.valid_to >= @day)
) p join post po on po.id = p.post_id
    cross join lateral stands_for(p.post_id, @day::date) as s(deputy, person, kind, matters, ref, until, why)
order by p.post_id, s.kind, s.deputy, s.person;

-- name: PassedOverTo :many
-- Whom a signature that was asked by a day reaches only because whoever drafted its paper is passed over in an acting
-- order, on a day; ref is its task. Where no drafter is in the way of a post, the order is that of StandingIn.
select po.id as post_id, po.title, s.deputy::text as deputy_post, s.person::uuid as person_id, 'next'::text as kind,
    '{}'::text[] as matters, t.id::text as ref, s.until::date as until, s.why::text as why
from task t
    join document d on d.case_id = t.case_id and not d.undelegable
    join task_actor a on a.task_id = t.id
    join post po on po.id = a.post_id
    cross join lateral stands_for(a.post_id, @day::date, drafters_of(t.case_id)) as s(deputy, person, kind, matters, ref, until, why)
where t.state = 'open' and t.kind = 'sign' and t.opened_on <= @asked_by::date and s.kind = 'acting'
    and exists (select from acting_order o where o.post_id = a.post_id and o.valid_from <= @day
        and (o.valid_to is null or o.valid_to >= @day))
    and exists (select from act x join holding h on h.person_id = x.person_id and h.valid_from <= @day
            and (h.valid_to is null or h.valid_to >= @day)
        where x.case_id = t.case_id and x.verb in ('submit', 'redraft') and (h.post_id = a.post_id
            or h.post_id in (select o.deputy_post from acting_order o where o.post_id = a.post_id)
            or h.post_id in (select g.deputy_post from delegation g where g.post_id = a.post_id)))
    and not exists (select from stands_for(a.post_id, @day::date) as p(deputy, person, kind, matters, ref, until, why)
        where p.person = s.person and (cardinality(p.matters::text[]) = 0 or d.matter = any(p.matters::text[])))
order by 1, 4, 7;

-- name: EndActingOrder :exec
update acting_order set valid_to = @last_day
where post_id = @post_id and valid_from < @day::date and (valid_to is null or valid_to >= @day::date);

-- name: DropActingOrder :exec
delete from acting_order where post_id = @post_id and valid_from >= @day::date;

-- name: InsertActing :exec
insert into acting_order (post_id, ordinal, deputy_post, valid_from) values (@post_id, @ordinal, @deputy_post, @valid_from);

-- name: ViewActingOrder :many
select o.post_id, po.title, po.unit_id, o.ordinal, o.deputy_post, dp.title as deputy_title, o.valid_from
from acting_order o join post po on po.id = o.post_id join post dp on dp.id = o.deputy_post
where o.valid_from <= @day and (o.valid_to is null or o.valid_to >= @day)
    and (@post::text = '' or o.post_id = @post) and (@unit::text = '' or po.unit_id = @unit)
    and (o.post_id > @after_post::text)
order by o.post_id, o.ordinal;

-- name: EndHolding :execrows
update holding set valid_to = @last_day
where person_id = @person_id and post_id = @post_id and valid_from < @day::date and (valid_to is null or valid_to >= @day::date);

-- name: StartHolding :exec
insert into holding (person_id, post_id, valid_from) values (@person_id, @post_id, @day);

-- name: HoldersFrom :many
select p.slug, h.person_id, h.valid_from from holding h join person p on p.id = h.person_id
where h.post_id = @post_id and (h.valid_to is null or h.valid_to >= @day) order by h.valid_from, p.slug;

-- name: RevokeOfPost :many
update delegation set revoked_on = @day where post_id = @post_id and revoked_on is null and valid_to >= @day
returning id, deputy_post;

-- name: InsertTransfer :exec
-- The open tasks of the post belong to its next holder with this very commit; they open the list.
insert into transfer (id, person_id, from_post, to_post, on_day, reason, given_by, list)
values (@id, @person_id, @from_post, @to_post, @on_day, @reason, @given_by, coalesce(
    (select jsonb_agg(jsonb_build_object('task', t.id, 'how', 'post') order by t.id)
        from task_actor a join task t on t.id = a.task_id where a.post_id = @from_post and t.state = 'open'), '[]'));

-- name: LockTransfer :one
select * from transfer where id = $1 for update;

-- name: UnfinishedTransfers :many
select id from transfer where done_at is null order by id;

-- name: MoveTasks :one
-- The next tasks that were given to the person by name go to the post that he leaves; which, is kept in the same statement.
with mine as (
    select t.id from task t join task_actor a on a.task_id = t.id and a.person_id = @person_id
    where t.state = 'open' and not t.kind = any(@in_person::text[])
    order by t.id limit @most::int for update of t
), given as (
    insert into task_actor (task_id, post_id) select id, @post_id from mine on conflict do nothing
), gone as (
    delete from task_actor a using mine m where a.task_id = m.id and a.person_id = @person_id
), noted as (
    update transfer x set moved = x.moved + (select count(*) from mine)::int, list = x.list || coalesce(
        (select jsonb_agg(jsonb_build_object('task', m.id, 'how', 'name') order by m.id) from mine m), '[]')
    where x.id = @id
)
select coalesce(array_agg(m.id::text order by m.id), '{}')::text[] as tasks from mine m;

-- name: FinishTransfer :exec
-- The hand-over list as things stand when all have moved, with what stays with the person because it is his own.
update transfer x set done_at = now(), list = coalesce((
    select jsonb_agg(jsonb_build_object('task', i.id, 'key', i.natural_key, 'title', i.title, 'kind', i.kind, 'case', i.case_id,
        'case_state', i.case_state, 'state', i.state, 'due_operative', i.due_operative, 'due_legal', i.due_legal, 'how', i.how)
        order by i.due_operative, i.natural_key, i.id)
    from (
        select distinct on (t.id) t.id, t.natural_key, t.title, t.kind, t.case_id, t.state, t.due_operative, t.due_legal,
            f.state as case_state, e.how
        from (
            select l.task, l.how from jsonb_to_recordset(x.list) as l(task uuid, how text)
            union all
            select a.task_id, 'stays' from task_actor a join task o on o.id = a.task_id
            where a.person_id = x.person_id and o.state = 'open'
        ) e join task t on t.id = e.task join case_file f on f.id = t.case_id
        order by t.id, e.how desc
    ) i), '[]')
where x.id = @id and x.done_at is null;

-- name: ViewTransfers :many
select x.id, x.person_id, p.slug as person, p.name, x.from_post, coalesce(fp.title, '')::text as from_title, x.to_post,
    coalesce(tp.title, '')::text as to_title, x.on_day, x.reason, g.slug as giver, x.moved, x.list, x.done_at
from transfer x join person p on p.id = x.person_id join person g on g.id = x.given_by
    left join post fp on fp.id = x.from_post left join post tp on tp.id = x.to_post
where (sqlc.narg('id')::uuid is null or x.id = sqlc.narg('id')::uuid)
    and (@everything::bool or x.person_id = @viewer::uuid or x.from_post = any(@posts::text[]))
    and (@person::text = '' or p.slug = @person)
    and (not @unfinished::bool or x.done_at is null)
    and (x.on_day, x.id) < (coalesce(sqlc.narg('before_day')::date, 'infinity'), @before_id::uuid)
order by x.on_day desc, x.id desc
limit @n::int;

-- name: LeavePosts :many
select h.post_id, p.title, p.unit_id, p.rank, h.valid_from, h.valid_to
from holding h join post p on p.id = h.post_id
where h.person_id = @person_id and h.valid_from <= @to_day and (h.valid_to is null or h.valid_to >= @from_day)
order by h.post_id, h.valid_from;

-- name: LeaveTasks :many
select t.id, t.case_id, t.kind, t.title, t.due_operative, t.due_legal, coalesce(a.post_id, '')::text as post,
    coalesce(d.matter, '')::text as matter, coalesce(d.undelegable, false)::bool as undelegable,
    coalesce(case when t.kind = 'sign' then d.drafter_post end, '')::text as drafter
from task_actor a join task t on t.id = a.task_id left join document d on d.case_id = t.case_id
where t.state = 'open' and (a.post_id = any(@posts::text[]) or a.person_id = @person_id)
order by t.due_operative, t.natural_key, t.id, post;

-- name: LeaveCells :many
-- The cells of running lines whose turn has not come.
select f.id, f.title, l.position, l.role, l.post_id, d.matter, d.undelegable, d.drafter_post
from case_file f join document d on d.case_id = f.id
    join line_cell l on l.case_id = f.id and l.round = f.round and l.state = 'waiting' and l.post_id = any(@posts::text[])
where f.kind = 'document' and f.state = 'in_approval' and f.closed_on is null
order by f.opened_on, f.id, l.position;

-- name: LeaveDeputies :many
-- Who may come to stand in for the posts within a period, delegations first.
select d.post_id, d.deputy_post, p.title, d.matters, 'delegation'::text as kind, 0 as ordinal, d.valid_from, d.valid_to
from delegation d join post p on p.id = d.deputy_post
where d.post_id = any(@posts::text[]) and d.revoked_on is null and d.valid_from <= @to_day and d.valid_to >= @from_day
union all
select o.post_id, o.deputy_post, p.title, '{}'::text[], 'acting'::text, o.ordinal, o.valid_from, o.valid_to
from acting_order o join post p on p.id = o.deputy_post
where o.post_id = any(@posts::text[]) and o.valid_from <= @to_day and (o.valid_to is null or o.valid_to >= @from_day)
order by 1, 6, 2;

-- name: LeaveHolders :many
select h.post_id, h.person_id, p.slug, p.name, h.valid_from, h.valid_to from holding h join person p on p.id = h.person_id
where h.post_id = any(@posts::text[]) and h.valid_from <= @to_day and (h.valid_to is null or h.valid_to >= @from_day)
order by h.post_id, h.valid_from, p.slug;

-- name: LeaveAbsences :many
select a.person_id, a.valid_from, a.valid_to from absence a
where a.cancelled_on is null and a.valid_from <= @to_day and a.valid_to >= @from_day
    and a.person_id in (select h.person_id from holding h where h.post_id = any(@posts::text[]));

-- name: LeaveSeats :many
select s.body_id, b.name, s.role, coalesce(s.post_id, '')::text as post from seat s join body b on b.id = s.body_id
where (s.post_id = any(@posts::text[]) or s.person_id = @person_id)
    and s.valid_from <= @to_day and (s.valid_to is null or s.valid_to >= @from_day)
order by s.body_id, post;

-- name: PersonByID :one
select id, slug, name from person where id = $1;

-- Each Put query takes one JSON array of rows, writes what is new or differs, and answers {created, updated}: a second
-- run writes nothing, not even a row version.

-- name: LockIntake :exec
select pg_advisory_xact_lock(74250601);

-- name: Moment :one
select i.kind, now()::timestamptz as at, c.today from installation i cross join office_clock c;

-- name: ActiveHash :many
select hash from policy_activation where from_date <= $1 order by from_date desc, ordinal desc limit 1;

-- name: HasActivation :one
select exists (select from policy_activation);

-- name: UnitProjectLeads :many
select l.unit_id from unit_project_unit l
    join unit_project u on u.id = l.unit_project_id
    join plan_task t on t.id = u.plan_task_id
    join pillar p on p.id = t.pillar_id
where l.role = 'lead'
group by l.unit_id order by min(array[p.ordinal, t.ordinal, u.ordinal]);

-- name: SubProjectLeads :many
-- Of the year, or of the last year before it that is known, or of the first that is.
select v.owner_unit_id from sub_project_version v
where v.year = coalesce((select max(w.year) from sub_project_version w where w.year <= @year),
    (select min(w.year) from sub_project_version w))
group by v.owner_unit_id order by min(v.ordinal);

-- name: AddUnits :one
-- A pack founds the organisation; what the city has changed since stays and is counted as kept.
with kept as (
    select u.id from unit u join jsonb_populate_recordset(null::unit, @rows::jsonb) r on r.id = u.id where u is distinct from r
), written as (
    insert into unit (id, kind, name, parent_id, source, valid_from, valid_to)
    select r.id, r.kind, r.name, r.parent_id, r.source, r.valid_from, r.valid_to
    from jsonb_populate_recordset(null::unit, @rows::jsonb) r
    on conflict do nothing
    returning id
)
select array[(select count(*) from written), 0, (select count(*) from kept)]::int[] as n;

-- name: AddPosts :one
with kept as (
    select p.id from post p join jsonb_populate_recordset(null::post, @rows::jsonb) r on r.id = p.id where p is distinct from r
), written as (
    insert into post (id, unit_id, title, rank, ordinal, valid_from, valid_to)
    select r.id, r.unit_id, r.title, r.rank, r.ordinal, r.valid_from, r.valid_to
    from jsonb_populate_recordset(null::post, @rows::jsonb) r
    on conflict do nothing
    returning id
)
select array[(select count(*) from written), 0, (select count(*) from kept)]::int[] as n;

-- name: PutUnits :one
with written as (
    insert into unit as u (id, kind, name, parent_id, source, valid_from, valid_to)
    select r.id, r.kind, r.name, r.parent_id, r.source, r.valid_from, r.valid_to
    from jsonb_populate_recordset(null::unit, @rows::jsonb) r
    on conflict (id) do update set kind = excluded.kind, name = excluded.name, parent_id = excluded.parent_id,
        source = excluded.source, valid_from = excluded.valid_from, valid_to = excluded.valid_to
    where u is distinct from excluded
    returning (u.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: PutPosts :one
with written as (
    insert into post as p (id, unit_id, title, rank, ordinal, valid_from, valid_to)
    select r.id, r.unit_id, r.title, r.rank, r.ordinal, r.valid_from, r.valid_to
    from jsonb_populate_recordset(null::post, @rows::jsonb) r
    on conflict (id) do update set unit_id = excluded.unit_id, title = excluded.title, rank = excluded.rank,
        ordinal = excluded.ordinal, valid_from = excluded.valid_from, valid_to = excluded.valid_to
    where p is distinct from excluded
    returning (p.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: AddPeople :one
-- A pack brings people as posts; whom the city itself has entered since is never overwritten by it.
with written as (
    insert into person (id, slug, name, email, outside)
    select r.id, r.slug, r.name, r.email, r.outside from jsonb_populate_recordset(null::person, @rows::jsonb) r
    on conflict do nothing
    returning id
)
select array[count(*), 0]::int[] as n from written;

-- name: PutPeople :one
with written as (
    insert into person as p (id, slug, name, email, outside)
    select r.id, r.slug, r.name, r.email, r.outside from jsonb_populate_recordset(null::person, @rows::jsonb) r
    on conflict (slug) do update set name = excluded.name, email = excluded.email, outside = excluded.outside
    where (p.name, p.email, p.outside) is distinct from (excluded.name, excluded.email, excluded.outside)
    returning (p.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: AddHoldings :one
with written as (
    insert into holding (person_id, post_id, valid_from, valid_to)
    select p.id, r.post_id, r.valid_from, r.valid_to
    from jsonb_to_recordset(@rows::jsonb) as r(slug text, post_id text, valid_from date, valid_to date)
        join person p on p.slug = r.slug
    where not exists (select from holding h where h.post_id = r.post_id and h.person_id <> p.id)
    on conflict do nothing
    returning post_id
)
select array[count(*), 0]::int[] as n from written;

-- name: PutHoldings :one
with written as (
    insert into holding as h (person_id, post_id, valid_from, valid_to)
    select p.id, r.post_id, r.valid_from, r.valid_to
    from jsonb_to_recordset(@rows::jsonb) as r(slug text, post_id text, valid_from date, valid_to date)
        join person p on p.slug = r.slug
    on conflict (post_id, person_id, valid_from) do update set valid_to = excluded.valid_to
    where h.valid_to is distinct from excluded.valid_to
    returning (h.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: PutBodies :one
with written as (
    insert into body as b (id, name, kind) select r.id, r.name, r.kind from jsonb_populate_recordset(null::body, @rows::jsonb) r
    on conflict (id) do update set name = excluded.name, kind = excluded.kind
    where b is distinct from excluded
    returning (b.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: PutSeats :one
with written as (
    insert into seat as s (body_id, member, post_id, role, ordinal, valid_from, valid_to)
    select r.body_id, r.member, r.post_id, r.role, r.ordinal, r.valid_from, r.valid_to
    from jsonb_populate_recordset(null::seat, @rows::jsonb) r
    on conflict (body_id, member, valid_from) do update set role = excluded.role, ordinal = excluded.ordinal,
        valid_to = excluded.valid_to
    where (s.role, s.ordinal, s.valid_to) is distinct from (excluded.role, excluded.ordinal, excluded.valid_to)
    returning (s.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: PutPlans :one
with written as (
    insert into basic_plan as b (id, title, year_from, year_to, document_number, policy_number, approved_on)
    select r.id, r.title, r.year_from, r.year_to, r.document_number, r.policy_number, r.approved_on
    from jsonb_populate_recordset(null::basic_plan, @rows::jsonb) r
    on conflict (id) do update set title = excluded.title, year_from = excluded.year_from, year_to = excluded.year_to,
        document_number = excluded.document_number, policy_number = excluded.policy_number, approved_on = excluded.approved_on
    where b is distinct from excluded
    returning (b.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: PutPillars :one
with written as (
    insert into pillar as p (id, plan_id, number, name, ordinal)
    select r.id, r.plan_id, r.number, r.name, r.ordinal from jsonb_populate_recordset(null::pillar, @rows::jsonb) r
    on conflict (id) do update set plan_id = excluded.plan_id, number = excluded.number, name = excluded.name,
        ordinal = excluded.ordinal
    where p is distinct from excluded
    returning (p.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: PutPlanTasks :one
with written as (
    insert into plan_task as t (id, pillar_id, number, name, ordinal)
    select r.id, r.pillar_id, r.number, r.name, r.ordinal from jsonb_populate_recordset(null::plan_task, @rows::jsonb) r
    on conflict (id) do update set pillar_id = excluded.pillar_id, number = excluded.number, name = excluded.name,
        ordinal = excluded.ordinal
    where t is distinct from excluded
    returning (t.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: PutUnitProjects :one
with written as (
    insert into unit_project as u (id, plan_task_id, code, name, change_class, ordinal, targets)
    select r.id, r.plan_task_id, r.code, r.name, r.change_class, r.ordinal, r.targets
    from jsonb_populate_recordset(null::unit_project, @rows::jsonb) r
    on conflict (id) do update set plan_task_id = excluded.plan_task_id, code = excluded.code, name = excluded.name,
        change_class = excluded.change_class, ordinal = excluded.ordinal, targets = excluded.targets
    where u is distinct from excluded
    returning (u.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: DropUnitProjectUnits :execrows
-- A department that leads no longer must go before another can: only one may lead.
delete from unit_project_unit
where unit_project_id in (select jsonb_array_elements(@rows::jsonb) ->> 'unit_project_id')
    and not @rows::jsonb @> jsonb_build_array(jsonb_build_object('unit_project_id', unit_project_id, 'unit_id', unit_id, 'role', role));

-- name: PutUnitProjectUnits :one
with written as (
    insert into unit_project_unit as l (unit_project_id, unit_id, role, ordinal)
    select r.unit_project_id, r.unit_id, r.role, r.ordinal
    from jsonb_populate_recordset(null::unit_project_unit, @rows::jsonb) r
    on conflict (unit_project_id, unit_id) do update set ordinal = excluded.ordinal
    where l.ordinal <> excluded.ordinal
    returning (l.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: PutInvestment :one
with written as (
    insert into investment as i (plan_id, id, level, node_id, name, span, krw, printed, ordinal)
    select r.plan_id, r.id, r.level, r.node_id, r.name, r.span, r.krw, r.printed, r.ordinal
    from jsonb_populate_recordset(null::investment, @rows::jsonb) r
    on conflict (plan_id, id, span) do update set level = excluded.level, node_id = excluded.node_id, name = excluded.name,
        krw = excluded.krw, printed = excluded.printed, ordinal = excluded.ordinal
    where i is distinct from excluded
    returning (i.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: PutKPIs :one
with written as (
    insert into kpi as k (plan_id, ordinal, name, measures)
    select r.plan_id, r.ordinal, r.name, r.measures from jsonb_populate_recordset(null::kpi, @rows::jsonb) r
    on conflict (plan_id, ordinal) do update set name = excluded.name, measures = excluded.measures
    where k is distinct from excluded
    returning (k.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: PutSubProjects :one
with written as (
    insert into sub_project (id) select r.id from jsonb_populate_recordset(null::sub_project, @rows::jsonb) r
    on conflict do nothing
    returning id
)
select array[count(*), 0]::int[] as n from written;

-- name: PutSubProjectVersions :one
with written as (
    insert into sub_project_version as v (sub_project_id, year, pillar_number, pillar_name, task_number, task_name, name,
        ordinal, status, figures, budget_krw, executed_krw, owner_unit_id)
    select r.sub_project_id, r.year, r.pillar_number, r.pillar_name, r.task_number, r.task_name, r.name, r.ordinal,
        r.status, r.figures, r.budget_krw, r.executed_krw, r.owner_unit_id
    from jsonb_populate_recordset(null::sub_project_version, @rows::jsonb) r
    on conflict (sub_project_id, year) do update set pillar_number = excluded.pillar_number,
        pillar_name = excluded.pillar_name, task_number = excluded.task_number, task_name = excluded.task_name,
        name = excluded.name, ordinal = excluded.ordinal, status = excluded.status, figures = excluded.figures,
        budget_krw = excluded.budget_krw, executed_krw = excluded.executed_krw, owner_unit_id = excluded.owner_unit_id
    where v is distinct from excluded
    returning (v.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: DropSubProjectUnits :execrows
delete from sub_project_unit
where sub_project_unit.year = @year
    and not @rows::jsonb @> jsonb_build_array(jsonb_build_object('sub_project_id', sub_project_id, 'unit_id', unit_id));

-- name: PutSubProjectUnits :one
with written as (
    insert into sub_project_unit (sub_project_id, year, unit_id)
    select r.sub_project_id, r.year, r.unit_id from jsonb_populate_recordset(null::sub_project_unit, @rows::jsonb) r
    on conflict do nothing
    returning unit_id
)
select array[count(*), 0]::int[] as n from written;

-- name: PutSubProjectEvents :one
with written as (
    insert into sub_project_event as e (sub_project_id, year, kind, month, into_id, to_unit_id, reason)
    select r.sub_project_id, r.year, r.kind, r.month, r.into_id, r.to_unit_id, r.reason
    from jsonb_populate_recordset(null::sub_project_event, @rows::jsonb) r
    on conflict (sub_project_id, year, kind) do update set month = excluded.month, into_id = excluded.into_id,
        to_unit_id = excluded.to_unit_id, reason = excluded.reason
    where e is distinct from excluded
    returning (e.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: PutCitedTotals :one
with written as (
    insert into cited_total as c (year, what, value, unit, printed, source)
    select r.year, r.what, r.value, r.unit, r.printed, r.source from jsonb_populate_recordset(null::cited_total, @rows::jsonb) r
    on conflict (year, what) do update set value = excluded.value, unit = excluded.unit, printed = excluded.printed,
        source = excluded.source
    where c is distinct from excluded
    returning (c.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: PutInconsistencies :one
with written as (
    insert into source_inconsistency as i (id, source, kind, place, printed, computed, note, checked, ordinal)
    select r.id, r.source, r.kind, r.place, r.printed, r.computed, r.note, r.checked, r.ordinal
    from jsonb_populate_recordset(null::source_inconsistency, @rows::jsonb) r
    on conflict (id) do update set source = excluded.source, kind = excluded.kind, place = excluded.place,
        printed = excluded.printed, computed = excluded.computed, note = excluded.note, checked = excluded.checked, ordinal = excluded.ordinal
    where i is distinct from excluded
    returning (i.xmax = 0) as created
)
select array[count(*) filter (where created), count(*) filter (where not created)]::int[] as n from written;

-- name: AllUnits :many
select * from unit order by id;

-- name: AllPosts :many
select * from post order by id;

-- name: AllPeople :many
select * from person order by slug;

-- name: AllHoldings :many
select p.slug, h.post_id, h.valid_from, h.valid_to from holding h join person p on p.id = h.person_id
order by h.post_id, h.valid_from, p.slug;

-- name: PersonOfSlug :one
select id from person where slug = $1;

-- name: InsertToken :exec
insert into token (id, person_id, name, hash, scopes, created_at, expires_at)
values (@id, @person_id, @name, @hash, @scopes, @created_at, @expires_at);

-- name: RevokeToken :execrows
update token set revoked_at = @at where id = @id and revoked_at is null;

-- name: TokenExists :one
select exists (select from token where id = $1);

-- What the pages of the plan read: the tree of a year with the rows behind it, and whether its viewer may see them.

-- name: PlanYears :many
-- The years of which there is a plan or a list of sub-projects, latest first.
select y.year::int as year, y.part::text as part
from (select s.about_year as year, 'plan' as part from submission s where s.form = 'plan-row'
    union select v.year, 'results' from sub_project_version v) y
order by y.year desc, y.part;

-- name: BasicPlanOf :one
select * from basic_plan where @year::int between year_from and year_to order by id limit 1;

-- name: BasicPlanSoonest :one
-- The basic plan that is nearest to a year.
select * from basic_plan
order by greatest(year_from - sqlc.arg(year)::int, sqlc.arg(year)::int - year_to, 0), id limit 1;

-- name: PlanNodes :many
-- Every unit project of a basic plan with what it stands under.
select pi.id as pillar_id, pi.number as pillar_number, pi.name as pillar_name, t.id as plan_task_id,
    t.number as task_number, t.name as task_name, up.id, up.code, up.name, up.change_class, up.targets, uu.unit_id, u.name as unit_name
from pillar pi
    join plan_task t on t.pillar_id = pi.id
    join unit_project up on up.plan_task_id = t.id
    join unit_project_unit uu on uu.unit_project_id = up.id and uu.role = 'lead'
    join unit u on u.id = uu.unit_id
where pi.plan_id = @plan
order by pi.ordinal, t.ordinal, up.ordinal;

-- name: PlanRowsSeen :many
-- The rows of unit projects about some years. Whether the viewer may follow their submission the rules of access say:
-- what a row holds is not for him otherwise.
select r.id, r.case_id, r.unit_project_id, r.ordinal, r.revision, r.change_class, r.budget_krw, r.data, r.last,
    s.about_year, s.nothing_to_report, coalesce(s.form_pack, f.pack_hash)::bytea as wording,
    f.unit_id, u.name as unit_name, f.state, f.title,
    up.code, up.name,
    (@every::bool or allowed(@keys::text[], @cells::bytea[], f.kind, f.state, '', t.ties))::bool as seen
from plan_row r
    join unit_project up on up.id = r.unit_project_id
    join submission s on s.case_id = r.case_id and s.form = 'plan-row' and s.about_year = any(@years::int[])
    join case_file f on f.id = r.case_id
    join unit u on u.id = f.unit_id
    cross join lateral ties_on(f.id, f.unit_id, f.other_unit,
            @person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[],
            @bound::text[]) t
where @project::text = '' or r.unit_project_id = @project
order by s.about_year, r.unit_project_id, f.opened_on desc, f.id;

-- name: ResultRowsSeen :many
-- The same of sub-projects.
select r.id, r.case_id, r.sub_project_id, r.ordinal, r.revision, r.budget_krw, r.executed_krw, r.data, r.last,
    s.about_year, s.nothing_to_report, coalesce(s.form_pack, f.pack_hash)::bytea as wording,
    f.unit_id, u.name as unit_name, f.state, f.title,
    v.name, v.figures, v.status,
    (@every::bool or allowed(@keys::text[], @cells::bytea[], f.kind, f.state, '', t.ties))::bool as seen
from result_row r
    join submission s on s.case_id = r.case_id and s.about_year = any(@years::int[])
    join sub_project_version v on v.sub_project_id = r.sub_project_id and v.year = s.about_year
    join case_file f on f.id = r.case_id
    join unit u on u.id = f.unit_id
    cross join lateral ties_on(f.id, f.unit_id, f.other_unit,
            @person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[],
            @bound::text[]) t
where @project::text = '' or r.sub_project_id = @project
order by s.about_year, r.sub_project_id, f.opened_on desc, f.id;

-- name: SubProjectVersions :many
-- The sub-projects of some years as their source prints them.
select v.*, u.name as unit_name from sub_project_version v join unit u on u.id = v.owner_unit_id
where v.year = any(@years::int[]) and (@project::text = '' or v.sub_project_id = @project)
order by v.year, v.pillar_number, v.task_number, v.ordinal, v.sub_project_id;

-- name: KpisOf :many
select k.ordinal, k.name, k.measures from kpi k where k.plan_id = @plan order by k.ordinal;

-- name: KpiActualsSeen :many
-- What was reported of the indicators of a basic plan, of each year the latest; only what its viewer may follow.
select distinct on (r.item, s.about_year) r.item, s.about_year, r.data
from form_row r
    join submission s on s.case_id = r.case_id and s.form = 'kpi-actuals'
    join case_file f on f.id = r.case_id and f.state = 'accepted'
    cross join lateral ties_on(f.id, f.unit_id, f.other_unit,
            @person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[],
            @bound::text[]) t
where r.removed_on is null and starts_with(r.item, @plan::text || '/')
    and (@every::bool or allowed(@keys::text[], @cells::bytea[], f.kind, f.state, '', t.ties))
order by r.item, s.about_year, f.opened_on desc, f.id;

-- name: InvestmentsOf :many
select i.id, i.level, i.node_id, i.name, i.span, i.krw, i.printed from investment i where i.plan_id = @plan
order by i.ordinal, i.id, i.span;

-- name: CompilationsOfYear :many
select f.id, f.title, f.state, c.name, c.year, c.title as cycle_title from case_file f join cycle c on c.id = f.cycle_id
where f.kind = 'compilation' and c.year = @year::int order by f.opened_on desc, f.id;

-- name: ReportStages :many
select cy.name, cy.year, s.key, s.round, s.kind, s.opened_on, s.closed_on, s.reason, c.state,
    (select count(*)::int from case_file f where f.stage_id = s.id and f.kind <> 'stage') as cases,
    (select count(*)::int from act a join case_file f on f.id = a.case_id
        where f.stage_id = s.id and a.verb in ('return', 'request_revision', 'request_correction')) as returned,
    (select count(*)::int from submission b join case_file f on f.id = b.case_id
        where f.stage_id = s.id and b.submitted_on > s.due_operative) as late
from stage s
    join cycle cy on cy.id = s.cycle_id
    join case_file c on c.stage_id = s.id and c.kind = 'stage'
order by cy.year, cy.name, s.ordinal, s.round;

-- name: ReportCycles :many
select cy.name, cy.year, c.state,
    (select count(*)::int from decision d join case_file f on f.id = d.case_id where f.cycle_id = cy.id) as decisions,
    (select count(distinct f.unit_id)::int from case_file f join stage s on s.id = f.stage_id
        where f.cycle_id = cy.id and s.key = 'plans' and f.kind = 'submission') as units,
    (select count(*)::int from unit_project) as unit_projects
from cycle cy join case_file c on c.cycle_id = cy.id and c.kind = 'cycle'
order by cy.year, cy.name;

-- name: ReportNotices :many
select state, count(*)::int as n from notice group by state order by state;

-- name: ReportAudit :one
select (select count(*)::bigint from audit_entry)::bigint as entries, (select count(*)::bigint from audit_pending)::bigint as pending;

-- name: ReportFields :many
select pillar_number, count(*)::int as n from sub_project_version where year = $1 group by pillar_number order by pillar_number;

-- name: ReportTotals :many
select what, value, unit, printed, source from cited_total where year = $1 order by what;

-- name: ReportFindings :many
select cp.findings from compilation cp
    join case_file f on f.id = cp.case_id
    join cycle cy on cy.id = f.cycle_id
where cy.name = 'results-only' and cy.year = $1;

-- name: ReportDecisions :many
select case when a.task_key <> '' then a.task_key
        else coalesce(cy.name || '-' || cy.year || '/', '') || coalesce(s.key || '.' || s.round || '/', '') || c.kind || '/' || c.subject end::text as natural_key,
    a.round, a.verb, coalesce(a.post_id, '')::text as post, a.office_date, a.to_state
from act a
    join case_file c on c.id = a.case_id
    left join stage s on s.id = c.stage_id
    left join cycle cy on cy.id = c.cycle_id
order by 1, 2, 3, 4, 5, 6;

-- name: ReportOverruled :many
select verb, count(*)::int as n from act where verb in ('close', 'reopen', 'move_date', 'skip', 'hand_over_task', 'waive')
    and actor <> 'system' group by verb order by verb;

-- name: MailDue :one
select exists (select from notice where state in ('queued', 'claimed') and send_on <= $1) as due;

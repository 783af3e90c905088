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
    (select count(distinct r.unit_project_id)::int from plan_row r join case_file f on f.id = r.case_id
        join stage s on s.id = f.stage_id where f.cycle_id = cy.id and s.key = 'plans') as unit_projects
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
with place as (
    select c.id, (coalesce(cy.name || '-' || cy.year || '/', '') || coalesce(s.key || '.' || s.round || '/', '') || c.kind
        || '/' || c.subject)::text as key
    from case_file c
        left join stage s on s.id = c.stage_id
        left join cycle cy on cy.id = c.cycle_id
)
select case when a.task_key <> '' then a.task_key else p.key end::text as natural_key, a.round, a.verb::text as verb,
    coalesce(a.post_id, '')::text as post, a.office_date,
    concat_ws(' ', a.to_state, a.body ->> 'decision', a.body ->> 'agrees', a.body ->> 'rating', w.body ->> 'objections',
        w.body ->> 'upheld')::text as outcome
from act a join place p on p.id = a.case_id
    left join personal_words w on w.case_id = a.case_id and w.act_seq = a.seq
union all
select p.key || '/' || i.title, m.attempt, 'ballot', b.member, m.held_on, concat_ws(' ', b.choice, nullif(b.reason, ''))
from ballot b join agenda_item i on i.id = b.item_id join meeting m on m.case_id = i.case_id join place p on p.id = i.case_id
union all
select p.key || '/' || i.title, m.attempt, 'result', m.presiding, m.resolved_on,
    concat_ws(' ', i.result, i.yes || '/' || i.no || '/' || i.abstain || '/' || i.recused, nullif(i.condition, ''))
from agenda_item i join meeting m on m.case_id = i.case_id join place p on p.id = i.case_id where i.result <> ''
union all
select p.key, m.attempt, 'present', n.member, m.held_on, 'of ' || m.in_office
from attendance n join meeting m on m.case_id = n.case_id join place p on p.id = n.case_id where n.present
union all
select k.task_key, 0, k.verb, coalesce(k.post_id, pe.slug), k.office_date, k.body ->> 'answer'
from contribution k join person pe on pe.id = k.person_id where k.verb = 'attend'
union all
select p.key, 0, k.verb, coalesce(k.post_id, pe.slug), k.office_date, sc.tenths::text
from score sc join contribution k on k.case_id = sc.case_id and k.person_id = sc.person_id and k.verb = 'score'
    join person pe on pe.id = sc.person_id join place p on p.id = sc.case_id
order by 1, 2, 3, 4, 5, 6;

-- name: ReportOverruled :many
select a.verb, count(*)::int as n from act a join case_file c on c.id = a.case_id
where a.verb in ('close', 'reopen', 'move_date', 'skip', 'hand_over_task', 'waive') and a.actor <> 'system'
    and not exists (select from act by where by.actor = a.actor and by.key || '/' || c.subject = a.key and by.verb = a.verb)
group by a.verb order by a.verb;

-- name: MailDue :one
select exists (select from notice where state = 'claimed' or (state = 'queued' and send_on <= @today
    and (@working::bool or (legal and send_on = @today)))) as due;

-- name: InsertReceipt :exec
insert into receipt (case_id, from_unit) values ($1, $2);

-- name: RegisterReceipt :exec
update receipt set external_number = @external_number, received_title = @received_title, registered_on = @registered_on
where case_id = @case_id;

-- name: InsertFinding :exec
insert into finding (case_id, ordinal, text) values ($1, $2, $3);

-- name: ReflectFinding :execrows
update finding set reflected_in = @reflected_in, reflected_on = @reflected_on
where case_id = @case_id and ordinal = @ordinal and reflected_on is null;

-- name: OpenFindings :one
select count(*)::int from finding where case_id = $1 and reflected_on is null;

-- name: InsertConsultation :exec
insert into consultation (case_id, with_unit) values ($1, $2);

-- name: GetConsultation :one
select * from consultation where case_id = $1;

-- name: MarkAsked :exec
update consultation set question = @question, asked_on = @asked_on, reply_by = @reply_by where case_id = @case_id;

-- name: MarkReplied :exec
update consultation set reply = @reply, agrees = @agrees, replied_on = @replied_on where case_id = @case_id;

-- name: MarkNoReply :exec
update consultation set reason = @reason where case_id = @case_id;

-- name: InsertFiling :exec
insert into filing (case_id, to_unit, package) values ($1, $2, $3);

-- name: GetFiling :one
select * from filing where case_id = $1;

-- name: MarkHandedOver :exec
update filing set package = @package, package_hash = @package_hash, handed_on = @handed_on, note = @note, late = @late
where case_id = @case_id;

-- name: MarkFilingReceived :exec
update filing set receipt_number = @receipt_number, received_on = @received_on where case_id = @case_id;

-- name: CorrectionsOf :many
select * from filing_correction where case_id = $1 order by ordinal;

-- name: InsertCorrection :exec
insert into filing_correction (case_id, ordinal, requested_on, text) values ($1, $2, $3, $4);

-- name: MarkCorrected :exec
update filing_correction set corrected_on = @corrected_on, note = @note, package_hash = @package_hash
where case_id = @case_id and ordinal = @ordinal;

-- name: PackageSources :many
select s.key, s.round as stage_round, s.kind as stage_kind, s.title as stage_title, s.reason, sc.state as stage_state,
    coalesce(c.kind, '')::text as paper_kind, coalesce(c.state, '')::text as paper_state, coalesce(c.round, 0)::int as paper_round,
    c.content_hash, coalesce(c.title, '')::text as paper_title, coalesce(d.document_number, '')::text as document_number,
    coalesce(r.external_number, '')::text as external_number
from stage s
    join case_file sc on sc.stage_id = s.id and sc.kind = 'stage'
    left join case_file c on c.stage_id = s.id and c.kind in ('document', 'compilation', 'receipt')
    left join document d on d.case_id = c.id
    left join receipt r on r.case_id = c.id
where s.cycle_id = @cycle_id and s.kind in ('approve', 'compile', 'receive')
order by s.ordinal, s.round, c.opened_on, c.id;

-- name: InsertCompilation :exec
insert into compilation (case_id) values ($1);

-- name: GetCompilation :one
select * from compilation where case_id = $1;

-- name: SaveCompilation :exec
update compilation set body = @body, findings = @findings, decisions = '[]', rows = @rows,
    compiled_on = @compiled_on, confirmed_on = null
where case_id = @case_id;

-- name: ConfirmCompilation :exec
update compilation set decisions = @decisions, confirmed_on = @confirmed_on where case_id = @case_id;

-- name: ClearStale :exec
update stage set input_stale = false where id = $1;

-- name: CollectsBefore :many
select s.id, s.key, s.title, s.about_year, s.due_legal, s.reason, c.state
from stage_after a
    join stage s on s.id = a.after_id and s.kind = 'collect'
    join case_file c on c.stage_id = s.id and c.kind = 'stage'
where a.stage_id = $1 order by s.ordinal, s.round;

-- name: UnitsAsked :many
select c.id, c.unit_id, u.name, c.state, c.round, sub.form, sub.nothing_to_report, sub.submitted_on,
    (select min(a.office_date) from act a where a.case_id = c.id and a.verb = 'approve')::date as handed_in
from case_file c
    join submission sub on sub.case_id = c.id
    join unit u on u.id = c.unit_id
where c.stage_id = $1 and c.kind = 'submission' order by c.unit_id;

-- name: UnitProjectTree :many
select pi.number as pillar_number, pi.name as pillar_name, t.number as task_number, t.name as task_name,
    up.id, up.code, up.name, up.change_class, uu.unit_id as lead_id, u.name as lead_name
from basic_plan bp
    join pillar pi on pi.plan_id = bp.id
    join plan_task t on t.pillar_id = pi.id
    join unit_project up on up.plan_task_id = t.id
    join unit_project_unit uu on uu.unit_project_id = up.id and uu.role = 'lead'
    join unit u on u.id = uu.unit_id
where @year::int between bp.year_from and bp.year_to
order by bp.id, pi.ordinal, t.ordinal, up.ordinal;

-- name: UnitProjectPartners :many
select uu.unit_project_id, u.name from unit_project_unit uu join unit u on u.id = uu.unit_id
where uu.role = 'partner' order by uu.unit_project_id, uu.ordinal;

-- name: AcceptedPlanRows :many
select r.id, r.unit_project_id, r.change_class, r.budget_krw, r.data, r.last, coalesce(s.form_pack, c.pack_hash)::bytea as wording
from plan_row r join case_file c on c.id = r.case_id join submission s on s.case_id = c.id
where c.stage_id = $1 and c.state = 'accepted' order by r.unit_project_id;

-- name: SubProjectTree :many
select v.sub_project_id as id, v.pillar_number, v.pillar_name, v.task_number, v.task_name, v.name, v.status, v.figures,
    v.owner_unit_id, u.name as owner_name
from sub_project_version v join unit u on u.id = v.owner_unit_id
where v.year = $1 order by v.pillar_number, v.task_number, v.ordinal, v.sub_project_id;

-- name: SubProjectPartners :many
select p.sub_project_id, u.name from sub_project_unit p join unit u on u.id = p.unit_id
where p.year = $1 order by p.sub_project_id, u.name;

-- name: SubProjectEvents :many
select e.sub_project_id, e.kind, e.month, e.reason, coalesce(v.name, '')::text as into_name, coalesce(u.name, '')::text as to_name
from sub_project_event e
    left join sub_project_version v on v.sub_project_id = e.into_id and v.year = e.year
    left join unit u on u.id = e.to_unit_id
where e.year = $1 order by e.sub_project_id, e.kind;

-- name: RowEventsInForce :many
select e.item, e.kind, e.effective_on, e.reason, e.successors, coalesce(u.name, '')::text as to_name
from row_event e
    join case_file c on c.id = e.case_id
    left join unit u on u.id = e.to_unit
where c.stage_id = $1 and e.state = 'in_force' order by e.item, e.kind;

-- name: AcceptedResultRows :many
select r.id, r.sub_project_id, r.budget_krw, r.executed_krw, r.data, r.last, coalesce(s.form_pack, c.pack_hash)::bytea as wording
from result_row r join case_file c on c.id = r.case_id join submission s on s.case_id = c.id
where c.stage_id = $1 and c.state = 'accepted' order by r.sub_project_id;

-- name: CitedTotals :many
select * from cited_total where year between @first::int and @last::int order by what, year;

-- name: InvestmentOf :many
select i.id, i.level, i.node_id, i.name, i.span, i.krw, i.printed
from investment i join basic_plan bp on bp.id = i.plan_id
where @year::int between bp.year_from and bp.year_to order by i.plan_id, i.ordinal, i.id, i.span;

-- name: UnitsOfMembers :many
select distinct s.member, p.unit_id
from seat s
    left join holding sitting on sitting.post_id = s.post_id and sitting.valid_from <= @day
        and (sitting.valid_to is null or sitting.valid_to >= @day)
    join holding h on h.person_id = coalesce(s.person_id, sitting.person_id) and h.valid_from <= @day
        and (h.valid_to is null or h.valid_to >= @day)
    join post p on p.id = h.post_id
where s.body_id = @body_id and s.valid_from <= @day and (s.valid_to is null or s.valid_to >= @day)
order by s.member, p.unit_id;

-- name: InsertOpinion :exec
insert into opinion (case_id, project_id, expert_id) values ($1, $2, $3);

-- name: MarkOpined :exec
update opinion set method = @method, rating = @rating, body = @body, recommend = @recommend, opined_on = @opined_on
where case_id = @case_id;

-- name: MarkAnswered :exec
update opinion set decision = @decision, measure = @measure, reason = @reason, measure_due = @measure_due,
    answered_on = @answered_on
where case_id = @case_id;

-- name: MarkFollowedUp :exec
update opinion set follow_note = @follow_note, followed_on = @followed_on where case_id = @case_id;

-- name: KnownAgreements :many
select id from agreement order by id;

-- name: InsertAgreement :exec
insert into agreement (case_id, id, title, signed_on, term_from, term_to, notice_months, notice_by, review_on, auto_renew,
    renew_months, max_renewals, terms)
values (@case_id, @id, @title, @signed_on, @term_from, @term_to, @notice_months, @notice_by, @review_on, @auto_renew,
    @renew_months, @max_renewals, @terms)
on conflict do nothing;

-- name: GetAgreement :one
select * from agreement where case_id = $1;

-- name: SaveAgreementTerm :exec
update agreement set term_from = @term_from, term_to = @term_to, notice_by = @notice_by, renewals = @renewals,
    alerts = @alerts, review_on = @review_on
where case_id = @case_id;

-- name: OpenTasksOfCase :many
select id, kind, title, due_operative, due_legal from task where case_id = $1 and state = 'open' order by id;

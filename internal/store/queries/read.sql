-- What doors show. Nothing here writes a case, and nothing here locks.

-- name: PersonByToken :one
select t.id as token_id, t.scopes, t.expires_at, p.id as person_id, p.slug, p.name, p.outside,
    (t.revoked_at is null and (t.expires_at is null or t.expires_at > now()) and belongs(p.id))::bool as valid,
    (t.last_used_at is null or t.last_used_at < now() - interval '1 hour')::bool as unseen
from token t join person p on p.id = t.person_id
where t.hash = $1;

-- name: TokenStands :one
select exists (select from token t where t.id = $1 and t.revoked_at is null
    and (t.expires_at is null or t.expires_at > now()) and belongs(t.person_id))::bool;

-- name: CountRefusedAddress :exec
insert into refused_address (address, minute) values ($1, date_trunc('minute', now()))
on conflict (address, minute) do update set count = refused_address.count + 1;

-- name: ViewStanding :many
select d.day::date as day, now()::timestamptz as at, h.post_id, p.unit_id, coalesce(u.kind, '')::text as unit_kind,
    (select k.version from calendar_state k)::integer as calendar,
    (select a.hash from policy_activation a where a.from_date <= d.day order by a.from_date desc, a.ordinal desc limit 1)::bytea as pack_hash
from (select coalesce((select c.today from office_clock c), (now() at time zone 'Asia/Seoul')::date) as day) d
    left join holding h on h.person_id = $1 and h.valid_from <= d.day and (h.valid_to is null or h.valid_to >= d.day)
    left join post p on p.id = h.post_id
    left join unit u on u.id = p.unit_id
order by h.post_id;

-- name: ViewPostsOfUnits :many
select p.id, exists (select from holding h where h.post_id = p.id and h.valid_from <= @day
        and (h.valid_to is null or h.valid_to >= @day))::bool as held
from post p
where p.unit_id = any(@units::text[]) and p.valid_from <= @day and (p.valid_to is null or p.valid_to >= @day)
order by p.id;

-- name: ViewTasks :many
select t.id, t.case_id, t.kind, t.unit_id, u.name as unit_name, t.cell, t.natural_key, t.round, t.title, t.verbs,
    t.due_operative, t.due_legal, t.opened_on, t.state, f.kind as case_kind, f.state as case_state,
    coalesce(c.name || '-' || c.year, '')::text as cycle,
    coalesce(case when s.round > 1 then s.key || '.' || s.round else s.key end, '')::text as stage
from task t
    join case_file f on f.id = t.case_id
    join unit u on u.id = t.unit_id
    left join stage s on s.id = t.stage_id
    left join cycle c on c.id = t.cycle_id
where t.state = 'open'
    and t.id in (select a.task_id from task_actor a where a.post_id = any(@of_posts::text[])
        union all select a.task_id from task_actor a where a.person_id = sqlc.narg('of_person')::uuid
        union all select unnest(@also::uuid[]))
    and (@every::bool or allowed(@keys::text[], @cells::bytea[], f.kind, f.state,
        (select d.disclosure from document d where d.case_id = f.id), (select y.ties
        from ties_on(f.id, f.unit_id, f.other_unit,
            @person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[],
            @bound::text[]) y)))
    and (@cycle::text = '' or c.name || '-' || c.year = @cycle)
    and (@stage::text = '' or (case when s.round > 1 then s.key || '.' || s.round else s.key end) = @stage or s.key = @stage)
    and (@kind::text = '' or t.kind = @kind)
    and (@unit::text = '' or t.unit_id = @unit)
    and (sqlc.narg('due_before')::date is null or t.due_operative < sqlc.narg('due_before'))
    and (@query::text = '' or strpos(lower(t.title), lower(@query)) > 0)
    and (coalesce(t.due_operative, 'infinity'), t.id)
        > (coalesce(sqlc.narg('after_due')::date, case when @first::bool then '-infinity' else 'infinity' end::date), @after_id::uuid)
order by t.due_operative, t.id
limit @n::int;

-- name: ViewCountTasks :many
select (case when @by::text = 'kind' then t.kind
        else coalesce(c.name || '-' || c.year || '/' || (case when s.round > 1 then s.key || '.' || s.round else s.key end), '') end)::text as label,
    count(*)::int as n, (count(*) filter (where t.due_operative < @today::date))::int as overdue
from task t
    join case_file f on f.id = t.case_id
    left join stage s on s.id = t.stage_id
    left join cycle c on c.id = t.cycle_id
where t.state = 'open'
    and t.id in (select a.task_id from task_actor a where a.post_id = any(@of_posts::text[])
        union all select a.task_id from task_actor a where a.person_id = sqlc.narg('of_person')::uuid
        union all select unnest(@also::uuid[]))
    and (@every::bool or allowed(@keys::text[], @cells::bytea[], f.kind, f.state,
        (select d.disclosure from document d where d.case_id = f.id), (select y.ties
        from ties_on(f.id, f.unit_id, f.other_unit,
            @person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[],
            @bound::text[]) y)))
    and (@cycle::text = '' or c.name || '-' || c.year = @cycle)
    and (@stage::text = '' or (case when s.round > 1 then s.key || '.' || s.round else s.key end) = @stage or s.key = @stage)
    and (@kind::text = '' or t.kind = @kind)
    and (@unit::text = '' or t.unit_id = @unit)
    and (sqlc.narg('due_before')::date is null or t.due_operative < sqlc.narg('due_before'))
    and (@query::text = '' or strpos(lower(t.title), lower(@query)) > 0)
group by label order by label;

-- name: ViewCountTasksByHolder :many
select p.slug, p.name, count(distinct t.id)::int as n,
    (count(distinct t.id) filter (where t.due_operative < @day))::int as overdue
from task t
    join task_actor a on a.task_id = t.id
    left join holding h on h.post_id = a.post_id and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
    join person p on p.id = coalesce(a.person_id, h.person_id)
    left join stage s on s.id = t.stage_id
    left join cycle c on c.id = t.cycle_id
where t.state = 'open'
    and (@cycle::text = '' or c.name || '-' || c.year = @cycle)
    and (@stage::text = '' or (case when s.round > 1 then s.key || '.' || s.round else s.key end) = @stage or s.key = @stage)
    and (@kind::text = '' or t.kind = @kind)
    and (@unit::text = '' or t.unit_id = @unit)
    and (sqlc.narg('due_before')::date is null or t.due_operative < sqlc.narg('due_before'))
    and (@query::text = '' or strpos(lower(t.title), lower(@query)) > 0)
group by p.slug, p.name order by p.slug;

-- name: ViewTask :one
select t.*, u.name as unit_name,
    coalesce(c.name || '-' || c.year, '')::text as cycle,
    coalesce(case when s.round > 1 then s.key || '.' || s.round else s.key end, '')::text as stage,
    exists (select from task_actor a where a.task_id = t.id
        and (a.post_id = any(@posts::text[]) or a.person_id = @person::uuid))::bool as mine
from task t
    join unit u on u.id = t.unit_id
    left join stage s on s.id = t.stage_id
    left join cycle c on c.id = t.cycle_id
where t.id = @id;

-- name: ViewPostOn :one
select id, unit_id, title from post where id = $1 and valid_from <= @day and (valid_to is null or valid_to >= @day);

-- name: ViewCases :many
select f.id, f.kind, f.unit_id, u.name as unit_name, f.other_unit, f.subject, f.title, f.state, f.round, f.revision, f.seq,
    f.opened_on, f.closed_on, f.content_hash,
    coalesce(c.name || '-' || c.year, '')::text as cycle,
    coalesce(case when s.round > 1 then s.key || '.' || s.round else s.key end, '')::text as stage,
    s.due_operative, s.due_legal,
    coalesce(d.matter, '')::text as matter, coalesce(d.document_number, '')::text as document_number,
    d.approved_on, sub.submitted_on, sub.accepted_on, coalesce(m.body_id, '')::text as body_id, m.hold_on,
    coalesce(fi.receipt_number, '')::text as receipt_number, coalesce(o.project_id, '')::text as project_id,
    coalesce(n.nominee, '')::text as nominee, coalesce(n.programme, '')::text as programme,
    t.ties::integer as ties, coalesce(d.disclosure, '')::text as disclosure
from case_file f
    join unit u on u.id = f.unit_id
    left join stage s on s.id = f.stage_id
    left join cycle c on c.id = f.cycle_id
    left join document d on d.case_id = f.id
    left join submission sub on sub.case_id = f.id
    left join meeting m on m.case_id = f.id
    left join filing fi on fi.case_id = f.id
    left join opinion o on o.case_id = f.id
    left join nomination n on n.case_id = f.id
    cross join lateral ties_on(f.id, f.unit_id, f.other_unit,
            @person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[],
            @bound::text[]) t
where (@kind::text = '' or f.kind = @kind)
    -- the rules say which combinations of ties they allow; where they allow none without a tie, an index finds the rest
    and (@unbound::bool or f.id = any(array(select n.case_id
        from tied_to(@person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[]) n)))
    and (@every::bool or allowed(@keys::text[], @cells::bytea[], f.kind, f.state, d.disclosure, t.ties))
    and (@cycle::text = '' or c.name || '-' || c.year = @cycle)
    and (@stage::text = '' or (case when s.round > 1 then s.key || '.' || s.round else s.key end) = @stage or s.key = @stage)
    and (@state::text = '' or f.state = @state)
    and (@unit::text = '' or f.unit_id = @unit)
    and (@query::text = '' or strpos(lower(f.title), lower(@query)) > 0)
    and (@body::text = '' or m.body_id = @body)
    and (sqlc.narg('due_before')::date is null or s.due_operative < sqlc.narg('due_before'))
    and (not @overdue::bool or (f.closed_on is null and s.due_operative < @day::date))
    and (@holder::text = '' or exists (select from task ht join task_actor ha on ha.task_id = ht.id
        left join holding hh on hh.post_id = ha.post_id and hh.valid_from <= @day and (hh.valid_to is null or hh.valid_to >= @day)
        left join person hq on hq.id = coalesce(ha.person_id, hh.person_id)
        where ht.case_id = f.id and ht.state = 'open' and (ha.post_id = @holder or hq.slug = @holder)))
    and (f.opened_on, f.id) < (coalesce(sqlc.narg('before_day')::date, 'infinity'), @before_id::uuid)
order by f.opened_on desc, f.id desc
limit @n::int;

-- name: ViewCase :one
select f.*, u.name as unit_name,
    coalesce(c.name || '-' || c.year, '')::text as cycle,
    coalesce(case when s.round > 1 then s.key || '.' || s.round else s.key end, '')::text as stage,
    s.due_operative, s.due_legal,
    t.ties::integer as ties, coalesce(d.disclosure, '')::text as disclosure
from case_file f
    join unit u on u.id = f.unit_id
    left join stage s on s.id = f.stage_id
    left join cycle c on c.id = f.cycle_id
    left join document d on d.case_id = f.id
    cross join lateral ties_on(f.id, f.unit_id, f.other_unit,
            @person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[],
            @bound::text[]) t
where f.id = @id;

-- name: ViewOpenTasksOfCase :many
select id, kind, title, verbs, due_operative, due_legal from task where case_id = $1 and state = 'open' order by opened_on, id;

-- name: ViewActsOfCase :many
select a.seq, a.verb, a.from_state, a.to_state, a.round, a.post_id, coalesce(p.slug, 'system')::text as person,
    coalesce(p.name, 'gyeol')::text as name, coalesce(w.reason, a.reason)::text as reason, coalesce(w.body, a.body)::jsonb as body,
    a.office_date, a.at, a.task_key
from act a left join person p on p.id = a.person_id
    left join personal_words w on w.case_id = a.case_id and w.act_seq = a.seq
where a.case_id = $1 order by a.seq;

-- name: ViewDecisionsOf :many
select d.act_seq, d.round, d.role, d.cell, d.post_id, coalesce(p.slug, '')::text as person, coalesce(p.name, '')::text as name,
    d.verb, d.hash_seen, d.opinion, d.office_date
from decision d left join person p on p.id = d.person_id
where d.case_id = $1 order by d.act_seq;

-- name: ViewLineOf :many
select l.round, l.position, l.step, l.version, l.role, l.post_id, l.title, q.rank, l.delegated, l.row_id, l.article, l.why,
    l.reasons, l.state, coalesce(p.slug, '')::text as person, coalesce(p.name, '')::text as name, l.hash_seen, l.opinion,
    l.dissent, l.agrees, l.signed_on, l.signed_post, coalesce(sp.title, '')::text as signed_title, l.proxy, l.skip_reason,
    l.hold_reason, l.hold_review_on, l.current_since
from line_cell l
    join post q on q.id = l.post_id
    left join person p on p.id = l.person_id
    left join post sp on sp.id = l.signed_post
where l.case_id = $1 order by l.round, l.position;

-- name: ViewVersionsOf :many
select v.round, v.version, v.title, v.content_hash, v.post_id, coalesce(q.title, '')::text as post_title, v.drafted_on,
    coalesce(case when v.version = 1
        then (select p.name from act a join person p on p.id = a.person_id where a.case_id = v.case_id and a.round = v.round
            and a.verb in ('submit', 'redraft') order by a.seq limit 1)
        else (select p.name from decision d join person p on p.id = d.person_id where d.case_id = v.case_id
            and d.round = v.round and d.hash_seen = v.content_hash order by d.act_seq limit 1) end, '')::text as name
from document_version v left join post q on q.id = v.post_id
where v.case_id = $1 order by v.round, v.version;

-- name: ViewDispatchesOf :many
select d.unit_id, u.name as unit_name, d.dispatched_on, d.arrived_on, d.rule, d.arrived_by, d.reply_operative, d.reply_legal from dispatch d join unit u on u.id = d.unit_id
where d.case_id = $1 order by d.unit_id;

-- name: ViewRunningLines :many
select f.id, f.title, d.matter, f.unit_id, u.name as unit_name, f.round, t.due_operative::date as due_operative, t.due_legal::date as due_legal,
    (select count(*) from act a where a.case_id = f.id and a.verb = 'return')::int as returns,
    exists (select from watching w where w.case_id = f.id and w.person_id = @person::uuid)::bool as watched,
    coalesce(c.name || '-' || c.year, '')::text as cycle,
    coalesce(case when s.round > 1 then s.key || '.' || s.round else s.key end, '')::text as stage
from case_file f
    join document d on d.case_id = f.id
    join unit u on u.id = f.unit_id
    join lateral (select min(x.due_operative) as due_operative, min(x.due_legal) as due_legal from task x
        where x.case_id = f.id and x.state = 'open' and x.kind = 'sign') t on true
    left join stage s on s.id = f.stage_id
    left join cycle c on c.id = f.cycle_id
where f.kind = 'document' and f.state = 'in_approval' and f.closed_on is null
    and (@unbound::bool or f.id = any(array(select n.case_id
        from tied_to(@person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[]) n)))
    and (@every::bool or allowed(@keys::text[], @cells::bytea[], f.kind, f.state, d.disclosure, (select y.ties
        from ties_on(f.id, f.unit_id, f.other_unit,
            @person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[],
            @bound::text[]) y)))
    and (@cycle::text = '' or c.name || '-' || c.year = @cycle)
    and (@stage::text = '' or (case when s.round > 1 then s.key || '.' || s.round else s.key end) = @stage or s.key = @stage)
    and (@unit::text = '' or f.unit_id = @unit)
    and (@matter::text = '' or d.matter = @matter)
    and (@body::text = ''
        or exists (select from case_file mf join meeting m on m.case_id = mf.id
            where mf.stage_id = f.stage_id and mf.kind = 'meeting' and m.body_id = @body)
        or exists (select from agenda_item i join meeting m on m.case_id = i.case_id where i.about = f.id and m.body_id = @body))
    and (@holder::text = ''
        or exists (select from line_cell l where l.case_id = f.id and l.round = f.round and l.state = 'current' and l.post_id = @holder)
        or exists (select from task x join task_actor ha on ha.task_id = x.id
            left join holding hh on hh.post_id = ha.post_id and hh.valid_from <= @day and (hh.valid_to is null or hh.valid_to >= @day)
            left join person hq on hq.id = coalesce(ha.person_id, hh.person_id)
            where x.case_id = f.id and x.state = 'open' and x.kind = 'sign' and (ha.post_id = @holder or hq.slug = @holder
                or exists (select from reached_by(x.id, @day::date, @in_person::text[]) as r(person)
                    join person rq on rq.id = r.person where rq.slug = @holder))))
    and (not @watched::bool or exists (select from watching w where w.case_id = f.id and w.person_id = @person))
    and (sqlc.narg('due_before')::date is null or t.due_operative < sqlc.narg('due_before'))
    and (@query::text = '' or strpos(lower(f.title), lower(@query)) > 0)
    and (coalesce(t.due_operative, 'infinity'), f.id)
        > (coalesce(sqlc.narg('after_due')::date, case when @first::bool then '-infinity' else 'infinity' end::date), @after_id::uuid)
order by t.due_operative, f.id
limit @n::int;

-- name: ViewCycles :many
select c.id, c.name, c.year, c.title, c.owner_post, f.id as case_id, f.state, f.opened_on, f.closed_on
from cycle c join case_file f on f.cycle_id = c.id and f.kind = 'cycle'
where (@name::text = '' or c.name = @name)
    and (@year::int = 0 or c.year = @year)
    and (@state::text = '' or f.state = @state)
    and (@before_year::int = 0 or c.year < @before_year or (c.year = @before_year and c.name > @after_name::text))
order by c.year desc, c.name
limit @n::int;

-- name: ViewCycleProgress :many
select s.id, s.key, s.round, s.kind, s.title, s.about_year, s.opens_on, s.due_operative, s.due_legal, s.hold_on, s.call_by,
    s.opened_on, s.decided_on, s.closed_on, s.input_stale, s.reason, f.id as case_id, f.state, f.revision, f.seq,
    coalesce(n.asked, 0)::int as asked, coalesce(n.still_open, 0)::int as still_open, coalesce(n.late, 0)::int as late,
    coalesce(n.returned, 0)::int as returned, coalesce(n.extended, 0)::int as extended, coalesce(p.state, '')::text as process_state
from stage s
    join case_file f on f.stage_id = s.id and f.kind = 'stage'
    left join process p on p.id = f.process_id
    left join lateral (
        select count(*) as asked, count(*) filter (where x.closed_on is null) as still_open,
            count(*) filter (where coalesce(sub.submitted_on, x.closed_on, @today::date) > greatest(s.due_operative, x.extended_to)) as late,
            count(x.extended_to) as extended,
            count(*) filter (where x.round > 1) as returned
        from case_file x left join submission sub on sub.case_id = x.id
        where x.stage_id = s.id and x.kind <> 'stage'
    ) n on true
where s.cycle_id = @cycle_id
order by s.ordinal, s.round;

-- name: ViewSubmission :one
select * from submission where case_id = $1;

-- name: ViewDocument :one
select * from document where case_id = $1;

-- name: ViewMeeting :one
select m.*, coalesce(b.name, '')::text as body_name,
    (select count(*) from notice n where n.case_id = m.case_id and n.legal and n.kind in ('meeting_call', 'meeting_moved')
        and n.send_on <= m.call_by and (n.sent_on > m.call_by or n.state in ('queued', 'claimed') and m.call_by < @today::date))::int as late_letters
from meeting m left join body b on b.id = m.body_id where m.case_id = @case_id;

-- name: ViewAttendanceOf :many
select a.*, p.slug as person, p.name
from attendance a join person p on p.id = a.person_id where a.case_id = $1 order by a.member;

-- name: ViewAgendaOf :many
select * from agenda_item where case_id = $1 order by ordinal;

-- name: ViewBallotsOf :many
select b.item_id, b.member, b.person_id, p.slug as person, b.choice, b.reason
from ballot b join agenda_item i on i.id = b.item_id join person p on p.id = b.person_id
where i.case_id = $1 order by i.ordinal, b.member;

-- name: ViewFiling :one
select f.*, u.name as to_name from filing f join unit u on u.id = f.to_unit where f.case_id = $1;

-- name: ViewCorrectionsOf :many
select * from filing_correction where case_id = $1 order by ordinal;

-- name: ViewOpinion :one
select o.*, p.slug as expert, p.name as expert_name, coalesce(up.code || ' ' || up.name, '')::text as project_title
from opinion o join person p on p.id = o.expert_id left join unit_project up on up.id = o.project_id
where o.case_id = $1;

-- name: ViewNomination :one
select * from nomination where case_id = $1;

-- name: ViewScoresOf :many
select s.person_id, p.slug as person, s.tenths, s.opinion from score s join person p on p.id = s.person_id where s.case_id = $1 order by p.slug;

-- name: ViewReceipt :one
select r.*, u.name as from_name from receipt r join unit u on u.id = r.from_unit where r.case_id = $1;

-- name: ViewFindingsOf :many
select * from finding where case_id = $1 order by ordinal;

-- name: ViewConsultation :one
select c.*, u.name as with_name,
    (select t.due_operative from task t where t.case_id = c.case_id and t.kind = 'reply' order by t.id desc limit 1)::date as reply_operative
from consultation c join unit u on u.id = c.with_unit where c.case_id = $1;

-- name: ViewCompilation :one
select c.*, coalesce((select p.name from act a join person p on p.id = a.person_id
    where a.case_id = c.case_id and a.verb = 'confirm' order by a.seq desc limit 1), '')::text as confirmed_by
from compilation c where c.case_id = $1;

-- name: ViewAgreement :one
select * from agreement where case_id = $1;

-- name: ViewProcesses :many
select p.id, p.kind, p.workflow_id, p.state, p.stop_code, p.stop_text, p.owner_post, p.started_at, p.ended_at,
    (select count(*) from wake w where w.process_id = p.id and w.done_at is null)::int as open_wakes
from process p
    left join case_file f on f.process_id = p.id and (f.kind in ('cycle', 'stage') or f.stage_id is null)
    left join cycle c on c.id = f.cycle_id
    left join stage s on s.id = f.stage_id
where (@state::text = '' or p.state = @state)
    and (@kind::text = '' or p.kind = @kind)
    and (@owner::text = '' or p.owner_post = @owner)
    and (@unit::text = '' or f.unit_id = @unit)
    and (@cycle::text = '' or c.name || '-' || c.year = @cycle)
    and (@stage::text = '' or (case when s.round > 1 then s.key || '.' || s.round else s.key end) = @stage or s.key = @stage)
    and (sqlc.narg('due_before')::date is null or s.due_operative < sqlc.narg('due_before'))
    and (not @overdue::bool or (p.state <> 'ended' and s.due_operative < @day::date))
    and p.workflow_id > @after_id::text
order by p.workflow_id
limit @n::int;

-- name: ViewAuditOfSubject :many
select e.id, e.kind, e.subject_kind, e.subject_id, e.case_id, e.act_seq, e.body_hash, e.at, e.office_date, b.body, l.leaf
from audit_entry e
    left join audit_body b on b.entry_id = e.id
    left join audit_leaf l on l.entry_id = e.id
where e.subject_kind = @subject_kind and e.subject_id = @subject_id and (e.at, e.id) > (@after_at::timestamptz, @after_id::uuid)
order by e.at, e.id
limit @n::int;

-- name: ViewAuditOfCase :many
select e.id, e.kind, e.subject_kind, e.subject_id, e.case_id, e.act_seq, e.body_hash, e.at, e.office_date, b.body, l.leaf
from audit_entry e
    left join audit_body b on b.entry_id = e.id
    left join audit_leaf l on l.entry_id = e.id
where (e.subject_kind, e.subject_id) in (
        select @kind::text, @case_text::text union all select 'case', @case_text::text
        union all select 'task', t.id::text from task t where t.case_id = @case_id)
    and (e.at, e.id) > (@after_at::timestamptz, @after_id::uuid)
order by e.at, e.id
limit @n::int;

-- name: ViewIsSettled :one
select c.today, c.last_opened,
    exists (select from wake w join process p on p.id = w.process_id where w.done_at is null and p.state <> 'stopped')::bool as wakes,
    exists (select from office_day d where d.state in ('opening', 'opened'))::bool as days
from office_clock c;

-- name: ViewKeyed :one
select e.subject_kind, b.body
from audit_entry e left join audit_body b on b.entry_id = e.id
where e.subject_kind = any(@kinds::text[]) and e.subject_id = @subject_id
    and e.kind <> 'refusal'
limit 1;

-- name: ViewHoldsStopped :one
select exists (select from case_file f
    join task t on t.case_id = f.id and t.kind = 'stopped' and t.state = 'open'
    join task_actor a on a.task_id = t.id
    where f.process_id = @process_id and f.kind in ('cycle', 'stage', 'agreement')
        and (a.post_id = any(@posts::text[]) or a.person_id = @person::uuid))::bool;

-- name: ViewOpenProcessCount :one
select count(*)::int from process p where (p.state <> 'ended' and p.kind <> 'agreement')
    or exists (select from wake w where w.process_id = p.id and w.done_at is null);

-- name: RingJumpedReviews :exec
insert into wake (process_id, cause)
select f.process_id, 'clock jumped' from agreement a join case_file f on f.id = a.case_id
where f.closed_on is null and a.review_on >= @from_day and a.review_on < @to_day;

-- name: ViewLogSize :one
select size from audit_head;

-- name: ViewPlaceAfter :one
select coalesce(max(l.leaf) + 1, @place::bigint)::bigint as place
from (select leaf from audit_leaf where leaf >= @place order by leaf limit @n::int) l;

-- name: ViewActsOfLeaves :many
select x.* from (
    select l.leaf, a.case_id, a.seq, a.verb, a.to_state, f.kind, a.office_date, a.at, f.unit_id,
        coalesce((select y.name || '-' || y.year from cycle y where y.id = f.cycle_id), '')::text as cycle,
        coalesce((select s.key || case when s.round > 1 then '.' || s.round else '' end from stage s where s.id = f.stage_id),
            '')::text as stage,
        (@every::bool or allowed(@keys::text[], @cells::bytea[], f.kind, f.state,
            (select d.disclosure from document d where d.case_id = f.id), (select y.ties
        from ties_on(f.id, f.unit_id, f.other_unit,
            @person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[],
            @bound::text[]) y)))::bool as visible,
        exists (select from watching w where w.case_id = f.id and w.person_id = @person)::bool as watched
    from audit_leaf l
        join audit_entry e on e.id = l.entry_id and e.kind = 'act'
        join act a on a.case_id = e.case_id and a.seq = e.act_seq
        join case_file f on f.id = a.case_id
    where l.leaf >= @from_leaf and l.leaf < @upto
) x
where x.visible
order by x.leaf;

-- name: ViewCycleNames :many
select (name || '-' || year)::text as cycle from cycle order by 1;

-- name: ViewStageKeys :many
select distinct key from stage order by key;

-- name: ViewMatters :many
select distinct matter from document order by matter;

-- name: ViewIsHolder :one
-- Whether a word is the id of a post or the slug of a person.
select (exists (select from post where id = @word::text) or exists (select from person where slug = @word))::bool;

-- name: CalendarVersion :one
select version from calendar_state;

-- name: ViewCalendarDays :many
-- The days that were entered, those that were withdrawn too where asked; as they were known at the end of a day.
select d.id, d.day, d.kind, d.name, d.article, d.reason, d.entered_on, coalesce(e.slug, '')::text as entered_by,
    d.withdrawn_on, coalesce(w.slug, '')::text as withdrawn_by, d.withdrawn_reason
from calendar_day d left join person e on e.id = d.entered_by left join person w on w.id = d.withdrawn_by
where d.day >= @since::date and (@kind::text = '' or d.kind = @kind)
    and (sqlc.narg('as_of')::date is null or coalesce(d.entered_on, '-infinity') <= sqlc.narg('as_of'))
    and (@withdrawn::bool or d.withdrawn_on is null or d.withdrawn_on > coalesce(sqlc.narg('as_of')::date, 'infinity'))
    and (@first::bool or (d.day, d.id) > (@after_day::date, @after_id::uuid))
order by d.day, d.id limit @n::int;

-- name: ViewCalendarDay :one
select d.id, d.day, d.kind, d.name, d.article, d.reason, d.entered_on, coalesce(e.slug, '')::text as entered_by,
    d.withdrawn_on, coalesce(w.slug, '')::text as withdrawn_by, d.withdrawn_reason
from calendar_day d left join person e on e.id = d.entered_by left join person w on w.id = d.withdrawn_by
where d.id = $1;

-- name: EnteredOn :many
select id, kind, name from calendar_day where day = $1 and withdrawn_on is null order by kind;

-- name: InsertCalendarDay :exec
insert into calendar_day (id, day, kind, name, article, reason, entered_on, entered_by)
values (@id, @day, @kind, @name, @article, @reason, @entered_on, @entered_by);

-- name: WithdrawCalendarDay :exec
update calendar_day set withdrawn_on = @withdrawn_on, withdrawn_by = @withdrawn_by, withdrawn_at = now(),
    withdrawn_reason = @withdrawn_reason
where id = @id;

-- name: LockOpenCases :many
-- The cases whose open dates lie near a day, in the order in which everybody locks them; the stages of a year may have
-- dates that count from there.
select c.id from case_file c
where c.closed_on is null and (c.kind = 'stage' and c.state not in ('closed', 'waived', 'skipped')
    or exists (select from task t where t.case_id = c.id and t.state = 'open'
        and (t.due_operative between @since::date and @until::date or t.due_legal between @since and @until))
    or c.kind = 'meeting' and exists (select from meeting m where m.case_id = c.id
        and (m.hold_on between @since and @until or m.call_by between @since and @until)))
order by c.id for update;

-- name: DatedStages :many
-- Every stage that has not decided yet, with what its dates follow from.
select s.id, s.key, s.round, s.kind, s.title, s.opens_on, s.due_operative, s.due_legal, s.hold_on, s.call_by, s.opened_on,
    s.opens_named, s.due_named, s.hold_named, y.name as cycle, y.year, y.pack_hash, f.pack_hash as case_pack, f.id as case_id,
    y.owner_post,
    exists (select from case_file m where m.stage_id = s.id and m.kind = 'meeting'
        and m.state in ('called', 'tabled', 'in_session'))::bool as called
from stage s join cycle y on y.id = s.cycle_id join case_file f on f.stage_id = s.id and f.kind = 'stage'
where s.closed_on is null and s.decided_on is null and f.state not in ('closed', 'waived', 'skipped')
order by y.year, y.name, s.ordinal, s.round;

-- name: DatedMeetings :many
-- Meetings that have not been held, near a day.
select m.case_id, f.stage_id, m.body_id, m.hold_on, m.call_by, m.called_on, f.title, f.state, f.pack_hash
from meeting m join case_file f on f.id = m.case_id
where f.closed_on is null and f.state in ('planned', 'called', 'tabled')
    and (m.hold_on >= @since::date or m.call_by >= @since)
order by m.case_id;

-- name: DatedAgreements :many
-- Agreements in force whose next alert lies near a day, with the post that keeps each.
select sqlc.embed(a), p.owner_post from agreement a
    join case_file f on f.id = a.case_id
    join process p on p.id = f.process_id
where f.closed_on is null and a.review_on between @since::date and @until::date
order by a.case_id;

-- name: RecountAgreement :exec
-- One that was renewed or alerted meanwhile has another day already.
update agreement set review_on = @review_on where case_id = @case_id and review_on = @was::date;

-- name: DatedVettings :many
-- Public vettings under way whose last day lies near a day, with the post that keeps the award going.
select s.id as stage_id, m.vet_until, f.id as case_id, f.title, p.owner_post
from stage s
    join case_file f on f.stage_id = s.id and f.kind = 'stage'
    join process p on p.id = f.process_id
    cross join lateral (select b.vet_until from meeting b join case_file c on c.id = b.case_id
        where c.stage_id = s.id and b.resolved_on is not null order by b.resolved_on desc, b.attempt desc limit 1) m
where s.kind = 'award' and s.closed_on is null and m.vet_until between @since::date and @until::date
order by f.id;

-- name: DatedTasks :many
-- Open tasks whose dates may hang on a day.
select t.id, t.case_id, t.stage_id, t.kind, t.title, t.unit_id, u.name as unit_name, t.natural_key, t.due_operative, t.due_legal,
    t.due_rule, t.due_from, t.due_days, f.kind as case_kind
from task t join unit u on u.id = t.unit_id join case_file f on f.id = t.case_id
where t.state = 'open' and (t.due_operative between @since::date and @until::date or t.due_legal between @since and @until
    or t.stage_id = any(@stages::uuid[]) and t.due_rule = 'stage' or t.case_id = any(@meetings::uuid[]) and t.due_rule in ('call_by', 'hold'))
order by t.id;

-- name: LockDatedTasks :exec
select t.id from task t where t.id = any(@ids::uuid[]) order by t.id for update;

-- name: MoveDatedTasks :execrows
-- Open tasks get the dates that were counted again.
update task t set due_operative = x.operative, due_legal = x.legal
from (select unnest(@ids::uuid[]) as id, unnest(@operative::date[]) as operative, unnest(@legal::date[]) as legal) x
where t.id = x.id and t.state = 'open';

-- name: RecountStage :exec
update stage set opens_on = @opens_on, due_operative = @due_operative, due_legal = @due_legal, hold_on = @hold_on, call_by = @call_by
where id = @id;

-- name: RecountMeeting :exec
update meeting set hold_on = @hold_on, call_by = @call_by where case_id = @case_id;

-- name: NotifyMoved :exec
-- One notice to each person whom a moved task reaches, today or held for the digest.
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, state, legal)
select gen_random_uuid(), 'deadline_moved', @cause::text || '/' || t.id || '/' || who.person_id, who.person_id, t.case_id, t.id,
    @office_date::date, @send_on::date,
    jsonb_strip_nulls(jsonb_build_object('title', t.title, 'unit', u.name, 'due_operative', t.due_operative, 'due_legal', t.due_legal,
        'before', jsonb_strip_nulls(jsonb_build_object('operative', x.was_operative, 'legal', x.was_legal)), 'reason', @reason::text, 'task_id', t.id,
        'closed', case when t.kind in ('nominate', 'examine', 'score', 'rank', 'vet') then true end)),
    case when t.due_operative <= @soon::date then 'queued' else 'held' end, false
from (select unnest(@ids::uuid[]) as id, unnest(@was_operative::date[]) as was_operative, unnest(@was_legal::date[]) as was_legal) x
    join task t on t.id = x.id join unit u on u.id = t.unit_id
    cross join lateral told_of(t.id, @office_date::date, @in_person::text[]) as who(person_id)
on conflict (dedup) do nothing;

-- name: MoveSendDays :exec
-- No mail leaves while the office is closed: what waits for a day that is no working day any more waits for the next.
update notice set send_on = @next_day where state in ('queued', 'held') and send_on = @day and not legal;

-- name: DatedReplies :many
-- Terms of answers of documents, near a day.
select d.case_id, d.unit_id, d.dispatched_on, d.arrived_on, d.reply_operative, d.reply_legal, o.reply_from, o.reply_days, o.public_notice,
    o.effective_on, o.drafted_on, o.approved_on
from dispatch d join document o on o.case_id = d.case_id
where d.reply_legal between @since::date and @until::date or d.reply_operative between @since and @until
order by d.case_id, d.unit_id;

-- name: RecountReply :exec
update dispatch set reply_operative = @reply_operative, reply_legal = @reply_legal where case_id = @case_id and unit_id = @unit_id;

-- name: RecountConsultations :exec
-- A missing reply is recorded only after the period that the task of the other side has.
update consultation set reply_by = t.due_legal from task t
where t.id = any(@ids::uuid[]) and t.case_id = consultation.case_id and t.kind = 'reply' and consultation.reply_by is not null;

-- name: InsertCalendarChange :exec
insert into calendar_change (id, calendar_day, verb, office_date, impact) values (@id, @calendar_day, @verb, @office_date, @impact);

-- name: ViewCalendarChange :one
select * from calendar_change where id = $1;

-- name: ViewCalendarChanges :many
select * from calendar_change where calendar_day = $1 order by id;

-- name: ChangedSince :many
-- The changes that were made on a day or later and whose day has not come, latest last.
select c.id, c.verb, d.day, d.kind, d.reason, d.withdrawn_reason from calendar_change c join calendar_day d on d.id = c.calendar_day
where c.office_date >= @since::date and d.day > @today::date order by c.id;

-- name: ViewPlannedStages :many
-- The graph of a year with every date of it, as a what-if asks.
select s.key, s.round, s.kind, s.title, s.decided_on, s.closed_on, s.opened_on, s.opens_on, s.due_operative, s.due_legal, s.hold_on,
    s.call_by, f.state, coalesce(s.pack_hash, c.pack_hash)::bytea as pack_hash,
    coalesce((select array_agg(b.key || case when b.round > 1 then '.' || b.round else '' end order by b.ordinal, b.round)
        from stage_after x join stage b on b.id = x.after_id where x.stage_id = s.id), '{}')::text[] as after_keys,
    exists (select from case_file m where m.stage_id = s.id and m.kind = 'meeting'
        and m.state in ('called', 'tabled', 'in_session'))::bool as called
from stage s
    join cycle c on c.id = s.cycle_id
    join case_file f on f.stage_id = s.id and f.kind = 'stage'
where s.cycle_id = @cycle_id
order by s.ordinal, s.round;

-- name: InsertMeeting :exec
insert into meeting (case_id, body_id, attempt, hold_on, call_by) values (@case_id, @body_id, @attempt, @hold_on, @call_by);

-- name: AgendaInputs :many
-- The nearest stages behind a body that make a paper, and were not left out.
with recursive input as (
    select a.after_id as stage_id from stage_after a where a.stage_id = @stage_id
    union
    select a.after_id from input i
        join stage s on s.id = i.stage_id and s.kind in ('deliberate', 'consult')
        join stage_after a on a.stage_id = i.stage_id
)
select s.id, s.kind, s.title from input i
    join stage s on s.id = i.stage_id and s.kind in ('compile', 'approve', 'issue')
    join case_file c on c.stage_id = s.id and c.kind = 'stage' and c.state not in ('waived', 'skipped')
order by s.ordinal, s.round;

-- name: PaperOf :many
-- The paper a stage made: its youngest compilation or document.
select id, content_hash from case_file where stage_id = $1 and kind in ('compilation', 'document')
order by opened_on desc, subject desc limit 1;

-- name: ClearAgenda :exec
delete from agenda_item where case_id = $1;

-- name: InsertAgendaItem :exec
insert into agenda_item (id, case_id, ordinal, title, about, about_hash) values (@id, @case_id, @ordinal, @title, @about, @about_hash);

-- name: AgendaOf :many
select * from agenda_item where case_id = $1 order by ordinal;

-- name: MarkCalled :exec
update meeting set called_on = @called_on, arrived_on = @arrived_on, place = @place, urgent = @urgent, in_office = @in_office,
    starts_at = @starts_at, ends_at = @ends_at, told_at = @told_at
where case_id = @case_id;

-- name: MarkMoved :exec
-- Its day, hours and place as they are now, and the notice that told them.
update meeting set hold_on = @hold_on, call_by = @call_by, called_on = @called_on, arrived_on = @arrived_on, urgent = @urgent,
    place = @place, in_office = @in_office, starts_at = @starts_at, ends_at = @ends_at, sequence = @sequence, told_at = @told_at
where case_id = @case_id;

-- name: MarkTold :exec
-- A change that leaves day, hours and place as they are.
update meeting set sequence = @sequence, told_at = @told_at where case_id = @case_id;

-- name: CallAgain :exec
-- A member is told anew: what he answered to the call before counts no more.
update attendance set called_on = @called_on, arrived_on = @arrived_on, answer = '', reason = ''
where case_id = @case_id and left_on is null;

-- name: ForgetAnswers :exec
update attendance set answer = '', reason = '' where case_id = $1 and left_on is null;

-- name: SeatAgain :exec
-- A member since the call, another person in the seat of one, or one who has come back.
insert into attendance (case_id, member, role, person_id, called_on, arrived_on)
values (@case_id, @member, @role, @person_id, @called_on, @arrived_on)
on conflict (case_id, member) do update set person_id = excluded.person_id, role = excluded.role, left_on = null,
    called_on = excluded.called_on, arrived_on = excluded.arrived_on,
    answer = case when attendance.person_id = excluded.person_id then attendance.answer else '' end,
    reason = case when attendance.person_id = excluded.person_id then attendance.reason else '' end;

-- name: LeaveSeat :exec
update attendance set left_on = @left_on where case_id = @case_id and member = @member;

-- name: CancelAttendTask :exec
update task set state = 'cancelled', closed_on = @closed_on
where case_id = @case_id and kind = 'attend' and cell = @cell and state = 'open';

-- name: TellMembers :exec
-- A legal notice about a meeting to the persons named, each once.
insert into notice (id, kind, dedup, person_id, case_id, office_date, send_on, params, legal)
select gen_random_uuid(), @kind, @cause::text || '/' || p, p, @case_id, @office_date, @send_on, @params, true
from unnest(@persons::uuid[]) p
on conflict (dedup) do nothing;

-- name: CallsUnderWay :many
-- Meetings that were called and whose members are others than those called: somebody came, left, or holds the post now.
select c.id, c.process_id, c.subject, c.round from case_file c join meeting m on m.case_id = c.id
where c.kind = 'meeting' and c.state = 'called' and m.hold_on > @day
    and exists (
        select from (
            select s.member, coalesce(s.person_id, h.person_id) as person_id
            from seat s left join lateral (
                select holding.person_id from holding where holding.post_id = s.post_id and holding.valid_from <= @day
                    and (holding.valid_to is null or holding.valid_to >= @day)
                order by holding.valid_from desc limit 1) h on true
            where s.body_id = m.body_id and s.valid_from <= @day and (s.valid_to is null or s.valid_to >= @day)
                and coalesce(s.person_id, h.person_id) is not null) is_now
            full join (select a.member, a.person_id from attendance a where a.case_id = c.id and a.left_on is null) was using (member)
        where is_now.person_id is distinct from was.person_id)
order by c.id;

-- name: BrokenPeriods :many
-- Meetings still to come whose period of notice is broken and for which nobody has said why: nobody called them by the
-- last day, or a letter that was to leave by then had not left on it. (A letter that never arrives is told of by itself.)
select f.id, f.title, f.state, f.pack_hash, m.body_id, m.hold_on, m.call_by, late.letters
from meeting m
    join case_file f on f.id = m.case_id
    cross join lateral (select count(*)::int as letters from notice n
        where n.case_id = f.id and n.legal and n.kind in ('meeting_call', 'meeting_moved') and n.send_on <= m.call_by
            and (n.sent_on > m.call_by or n.state in ('queued', 'claimed'))) late
where f.closed_on is null and m.hold_on >= @day::date and m.call_by < @day and m.urgent = ''
    and (f.state = 'planned' or f.state = 'called' and late.letters > 0)
order by f.id;

-- name: MarkTabled :exec
update meeting set papers_on = @papers_on where case_id = @case_id;

-- name: MarkConvened :exec
update meeting set held_on = @held_on, in_office = @in_office, present = @present, quorum = @quorum, presiding = @presiding
where case_id = @case_id;

-- name: MarkMeetingResolved :exec
update meeting set resolved_on = @resolved_on, vet_until = @vet_until where case_id = @case_id;

-- name: MarkMinutes :exec
update meeting set minutes_on = @minutes_on, minutes_closed = @minutes_closed where case_id = @case_id;

-- name: InsertAttendance :exec
insert into attendance (case_id, member, role, person_id, called_on, arrived_on)
values (@case_id, @member, @role, @person_id, @called_on, @arrived_on)
on conflict do nothing;

-- name: AttendanceOf :many
select * from attendance where case_id = $1 and left_on is null order by member;

-- name: AnswerCall :exec
update attendance set answer = @answer, reason = @reason where case_id = @case_id and member = @member;

-- name: MarkPresent :exec
update attendance set present = true where case_id = @case_id and member = any(@members::text[]);

-- name: SignMinutes :exec
update attendance set signed_on = @signed_on where case_id = @case_id and member = any(@members::text[]);

-- name: InsertBallot :exec
insert into ballot (item_id, member, person_id, choice, reason) values (@item_id, @member, @person_id, @choice, @reason);

-- name: BallotsOf :many
select b.* from ballot b join agenda_item i on i.id = b.item_id where i.case_id = $1 order by i.ordinal, b.member;

-- name: RecordResult :exec
update agenda_item set result = @result, condition = @condition, present = @present, yes = @yes, no = @no, abstain = @abstain,
    recused = @recused, needed = @needed
where id = @id;

-- name: UnpassedItems :many
-- What the last meeting of a stage did not pass; empty where it passed everything.
select i.title, i.result from agenda_item i where i.case_id = (
    select c.id from case_file c where c.stage_id = $1 and c.kind = 'meeting' and c.state in ('resolved', 'minutes_published')
    order by c.opened_on desc, length(c.subject) desc, c.subject desc limit 1)
    and i.result not like 'passed%'
order by i.ordinal;

-- name: MeetingsUnderCall :one
select count(*)::int from case_file where stage_id = $1 and kind = 'meeting' and state in ('called', 'tabled', 'in_session');

-- name: MovePlannedMeetings :exec
update meeting set hold_on = s.hold_on, call_by = s.call_by
from case_file c join stage s on s.id = c.stage_id
where c.id = meeting.case_id and s.id = $1 and c.state = 'planned';

-- name: MoveCallTasks :exec
update task set due_operative = s.call_by, due_legal = s.call_by
from stage s where s.id = task.stage_id and s.id = $1 and task.kind = 'call_meeting' and task.state = 'open';

-- name: MeetingSubjects :many
select subject from case_file where stage_id = $1 and kind = 'meeting' order by opened_on, length(subject), subject;

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
update meeting set called_on = @called_on, arrived_on = @arrived_on, place = @place, urgent = @urgent, in_office = @in_office
where case_id = @case_id;

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
select * from attendance where case_id = $1 order by member;

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

-- name: SetReply :exec
update document set delivery = @delivery, reply_from = @reply_from, reply_days = @reply_days where case_id = @case_id;

-- name: InsertDispatches :exec
insert into dispatch (case_id, unit_id, dispatched_on, arrived_on, arrived_by, reply_operative, reply_legal, rule)
select @case_id, u.id, @dispatched_on, @arrived_on, @arrived_by, @reply_operative, @reply_legal, @rule
from unit u where u.id = any(@units::text[])
on conflict do nothing;

-- name: DispatchesOf :many
select unit_id, dispatched_on, arrived_on, reply_operative, reply_legal from dispatch where case_id = $1 order by unit_id;

-- name: MarkArrived :exec
-- An arrival is recorded once.
update dispatch set arrived_on = @arrived_on, arrived_by = @arrived_by, reply_operative = @reply_operative,
    reply_legal = @reply_legal
where case_id = @case_id and unit_id = @unit_id and arrived_on is null;

-- name: DocumentArrived :exec
update document set arrived_on = @arrived_on, effective_on = @effective_on where case_id = @case_id;

-- name: MoveTaskDue :exec
-- An open task gets other dates, and says why beside what it said before.
update task set due_operative = @due_operative, due_legal = @due_legal, due_rule = @due_rule, due_from = @due_from,
    due_days = @due_days, reasons = reasons || @reasons::jsonb
where id = @id and state = 'open';

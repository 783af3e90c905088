select {case}, c.kind, t.kind, t.natural_key, c.unit_id, coalesce(c.other_unit, ''), p.id, p.unit_id
from task t join case_file c on c.id = t.case_id join task_actor a on a.task_id = t.id join post p on p.id = a.post_id
where t.state = 'open' and not exists (select from act x where x.case_id = c.id and x.verb = 'hand_over_task'
    and x.outcome -> 'result' ->> 'task' = t.id::text)
order by t.natural_key, p.id

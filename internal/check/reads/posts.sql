-- Posts that may act on an open task and of which no holder was ever told of it. A post that moved to another unit since
-- is not among them, and a task that was handed over may be anywhere.
select {case}, c.kind, t.kind, t.natural_key, c.unit_id, coalesce(c.other_unit, ''), p.id, p.unit_id
from task t join case_file c on c.id = t.case_id join task_actor a on a.task_id = t.id join post p on p.id = a.post_id
where t.state = 'open'
    and not exists (select from act x where x.case_id = c.id and x.verb = 'hand_over_task'
        and x.outcome -> 'result' ->> 'task' = t.id::text)
    and not exists (select from holding h join notice n on n.person_id = h.person_id and n.dedup in (
            'assigned/' || t.id || '/' || h.person_id, 'returned/' || t.id || '/' || h.person_id,
            'meeting_call/' || t.id || '/' || h.person_id, 'assigned/' || t.stage_id || '/' || h.person_id)
        where h.post_id = a.post_id)
order by t.natural_key, p.id

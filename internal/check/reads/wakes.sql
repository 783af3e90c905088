select p.workflow_id, a.kind, a.from_state, a.verb, a.n, coalesce(w.n, 0)
from (select c.process_id, c.kind, a.from_state, a.verb, count(*) as n from act a join case_file c on c.id = a.case_id
        group by c.process_id, c.kind, a.from_state, a.verb) a
    join process p on p.id = a.process_id
    left join (select process_id, cause, count(*) as n from wake group by process_id, cause) w
        on w.process_id = a.process_id and w.cause = a.kind || ' ' || a.verb

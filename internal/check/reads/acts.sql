select c.id::text, {case}, c.kind, c.state, c.seq, c.round, c.closed_on, c.opened_on,
    a.seq, a.verb, a.from_state, a.to_state, a.round, a.actor, a.reason, a.office_date,
    a.outcome ->> 'verb', a.outcome ->> 'from', a.outcome ->> 'state', a.outcome ->> 'seq'
from case_file c left join act a on a.case_id = c.id order by c.id, a.seq

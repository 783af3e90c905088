select c.id::text, {case}, c.kind, c.state, c.seq, c.round, c.closed_on, c.opened_on,
    a.seq, a.verb, a.from_state, a.to_state, a.round, a.actor,
    case when n.forgotten_on is not null and a.verb = 'decline' then '-' else coalesce(w.reason, a.reason) end, a.office_date,
    a.outcome ->> 'verb', a.outcome ->> 'from', a.outcome ->> 'state', a.outcome ->> 'seq'
from case_file c left join act a on a.case_id = c.id
    left join personal_words w on w.case_id = a.case_id and w.act_seq = a.seq
    left join nomination n on n.case_id = c.id
order by c.id, a.seq

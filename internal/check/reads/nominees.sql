select {case}, n.programme, n.special_merit, c.state, c.pack_hash, n.facts, n.verdict, n.eligible, n.total_tenths,
    array(select s.tenths from score s where s.case_id = n.case_id order by s.person_id),
    (select max(a.office_date) from act a where a.case_id = n.case_id and a.verb = 'examine'),
    n.forgotten_on is not null
from nomination n join case_file c on c.id = n.case_id where n.eligible is not null or c.state not in ('invited', 'declined', 'nominated', 'missing')
order by c.id

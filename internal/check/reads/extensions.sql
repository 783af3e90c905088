select {case}, coalesce((a.outcome -> 'result' ->> 'was')::date, e.was_operative), e.granted, e.ended_on
from extension e join case_file c on c.id = e.case_id left join act a on a.case_id = e.case_id and a.seq = e.ended_seq where e.state = 'granted' order by e.id

select {case}, n.facts, {heard l.body facts}, {heard e.body facts}, n.nominee, n.merit, c.content_hash
from nomination n join case_file c on c.id = n.case_id
    left join lateral (select a.body from act a where a.case_id = c.id and a.verb = 'nominate' order by a.seq desc limit 1) l on true
    left join lateral (select a.body from act a where a.case_id = c.id and a.verb = 'examine' order by a.seq desc limit 1) e on true

select {case}, n.facts, {heard l.body facts}, {heard e.body facts}, n.nominee, n.merit, encode(n.salt, 'hex'), c.content_hash
from nomination n join case_file c on c.id = n.case_id
    left join lateral (select w.body from act a join personal_words w on w.case_id = a.case_id and w.act_seq = a.seq
        where a.case_id = c.id and a.verb = 'nominate' order by a.seq desc limit 1) l on true
    left join lateral (select w.body from act a join personal_words w on w.case_id = a.case_id and w.act_seq = a.seq
        where a.case_id = c.id and a.verb = 'examine' order by a.seq desc limit 1) e on true
where n.forgotten_on is null

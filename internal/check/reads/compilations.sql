select {case}, p.body, p.findings, c.content_hash, p.decisions, {heard l.body decisions}
from compilation p join case_file c on c.id = p.case_id
    left join lateral (select a.body from act a where a.case_id = c.id and a.verb = 'confirm' order by a.seq desc limit 1) l on true
where c.content_hash is not null or p.compiled_on is not null

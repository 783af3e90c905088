select s.key || '.' || s.round || ' ' || s.id, n.programme, c.pack_hash, count(*) filter (where n.awarded),
    coalesce(max(n.rank) filter (where n.awarded), 0),
    coalesce(min(n.rank) filter (where c.state = 'not_awarded' and n.posted_on is not null and n.objections = 0), 0)
from nomination n join case_file c on c.id = n.case_id join stage s on s.id = c.stage_id
group by s.id, n.programme, c.pack_hash order by s.id, n.programme

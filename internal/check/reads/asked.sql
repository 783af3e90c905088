select {case}, c.kind, c.state, coalesce(array_agg(t.kind order by t.kind) filter (where t.id is not null), '{}')
from case_file c left join task t on t.case_id = c.id and t.state = 'open'
where c.closed_on is null group by c.id order by c.id

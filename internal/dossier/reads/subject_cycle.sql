-- A year by its name.
select c.id, y.title, y.id
from cycle y join case_file c on c.cycle_id = y.id and c.kind = 'cycle'
where y.name || '-' || y.year = $1

-- A page of the cases of the export: those of a year, or those that are named.
select c.id from case_file c
where (c.cycle_id = $1 or c.id = any($2)) and c.id > $3
order by c.id limit 500

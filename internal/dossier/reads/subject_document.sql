-- A document by the id of its case, or by the number that it was given.
select c.id, c.title, coalesce(d.document_number, '')
from document d join case_file c on c.id = d.case_id
where d.case_id::text = $1 or d.document_number = $1 or d.policy_number = $1
order by c.id limit 2

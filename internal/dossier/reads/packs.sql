-- The rules of the cases of the export, and of the lines of its documents.
select p.hash, p.files from policy_pack p
where p.hash in (
    select c.pack_hash from case_file c where c.cycle_id = $1 or c.id = any($2)
    union
    select d.pack_hash from document d join case_file c on c.id = d.case_id where c.cycle_id = $1 or c.id = any($2)
)
order by p.hash

-- Entries of the cases of the export that the checkpoint does not sign yet.
select count(*) from (
    select e.subject_id from audit_pending p join audit_entry e on e.id = p.entry_id
    union all
    select e.subject_id from audit_leaf l join audit_entry e on e.id = l.entry_id where l.leaf >= $3
) x
where x.subject_id in (select c.id::text from case_file c where c.cycle_id = $1 or c.id = any($2))

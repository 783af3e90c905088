-- The leaf of the entry that tells of an export, once it has one.
select l.leaf from audit_entry e join audit_leaf l on l.entry_id = e.id
where e.subject_kind = 'evidence' and e.subject_id = $1 order by l.leaf desc limit 1

select e.id::text, e.office_date, e.subject_kind = 'nomination', e.body_hash, b.salt, b.body
from audit_entry e
    join audit_body b on b.entry_id = e.id
where e.kind = 'clock' and e.subject_kind in ('audit_body', 'nomination')

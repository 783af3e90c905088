select l.leaf, l.chain, l.entry_id, coalesce(e.kind, ''), coalesce(e.subject_kind, ''), coalesce(e.subject_id, ''), e.case_id, e.act_seq,
    e.contribution_id, e.body_hash, coalesce(e.at, 'epoch'), coalesce(e.office_date, 'epoch'), h.hash
from audit_leaf l
    left join audit_entry e on e.id = l.entry_id
    left join audit_hash h on h.level = 0 and h.n = l.leaf
order by l.leaf

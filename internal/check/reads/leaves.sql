select l.leaf, l.entry_id::text, l.chain, e.body_hash
from audit_leaf l left join audit_entry e on e.id = l.entry_id order by l.leaf

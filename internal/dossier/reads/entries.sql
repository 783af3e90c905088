-- The entries of a case that the checkpoint signs: its acts and contributions, what was refused on it, and notices that
-- were sent again.
select l.leaf, l.chain, e.id, e.kind, e.subject_kind, e.subject_id, e.case_id, e.act_seq, e.contribution_id, e.body_hash, e.at,
    e.office_date, b.salt, b.body
from audit_entry e join audit_leaf l on l.entry_id = e.id left join audit_body b on b.entry_id = e.id
where l.leaf < $3 and (e.subject_kind in ($2, 'case') and e.subject_id = $1
    or e.subject_kind = 'notice_resend' and e.kind = 'notice' and $4
        and convert_from(b.body, 'UTF8')::jsonb->>'id' in (
            select n.id::text from notice n where n.case_id = $1::uuid and n.resent_of is not null))
order by l.leaf

select e.id::text, e.kind, e.subject_kind, e.subject_id, e.act_seq, e.contribution_id, e.body_hash, b.salt, b.body,
    e.at, e.office_date, coalesce(a.verb, k.verb), a.from_state, a.to_state, coalesce(a.actor, k.actor), coalesce(a.post_id, k.post_id),
    coalesce(a.task_key, k.task_key), k.item, a.seq, a.round, k.revision, coalesce(a.request_hash, k.request_hash),
    coalesce(a.at, k.at), coalesce(a.office_date, k.office_date),
    coalesce(w.reason, a.reason), coalesce(w.body, a.body, k.body), l.leaf,
    w.salt, coalesce(w.carried, false), w.entry_id is null and n.forgotten_on is not null and coalesce(a.verb, k.verb) = any($1)
from audit_entry e
    left join audit_leaf l on l.entry_id = e.id
    left join audit_body b on b.entry_id = e.id
    left join act a on a.case_id = e.case_id and a.seq = e.act_seq
    left join contribution k on k.id = e.contribution_id
    left join personal_words w on w.entry_id = e.id
    left join nomination n on n.case_id = coalesce(a.case_id, k.case_id)

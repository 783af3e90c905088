-- What happened in the cases of the export, in order.
select a.office_date, c.id, c.kind, c.title, a.verb, a.to_state, coalesce(o.title, ''), coalesce(l.article, '{}'),
    coalesce((select array_agg(distinct r->>'article') from task t, jsonb_array_elements(t.reasons) r
        where t.case_id = c.id and t.natural_key = a.task_key and a.task_key <> '' and coalesce(r->>'article', '') <> ''), '{}'),
    coalesce(d.round, 0) as round, coalesce(encode(d.hash_seen, 'hex'), ''), coalesce(v.document_number, '')
from case_file c join act a on a.case_id = c.id
    left join post o on o.id = a.post_id
    left join decision d on d.case_id = a.case_id and d.act_seq = a.seq
    left join line_cell l on l.case_id = a.case_id and l.round = d.round and l.position::text = d.cell
    left join document v on v.case_id = c.id and a.verb = 'approve' and a.to_state = 'approved'
where c.cycle_id = $1 or c.id = any($2)
order by a.office_date, a.at, c.id, a.seq

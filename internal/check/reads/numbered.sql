select {case}, d.pack_hash, d.authority_row, l.post_id, p.rank, coalesce(regexp_replace(d.policy_number, ' 제[0-9]+호$', ''), ''),
    (select array_agg(distinct day::text) from (
        select v.drafted_on from document_version v where v.case_id = c.id and v.round = c.round union all
        select s.signed_on from line_cell s where s.case_id = c.id and s.round = c.round and s.signed_on is not null) days (day))
from document d join case_file c on c.id = d.case_id
    join line_cell l on l.case_id = c.id and l.round = c.round and l.role = 'approve' and l.state = 'signed'
    join post p on p.id = l.post_id
where d.approved_on is not null and d.pack_hash is not null
order by c.id

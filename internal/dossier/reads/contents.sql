-- The contents to which decisions on a case bind: round, version, hash, and what the hash was taken of.
select v.round, v.version, v.content_hash, v.content
from document_version v where v.case_id = $1
union all
select v.round, v.act_seq, v.content_hash, v.content from submission_version v where v.case_id = $1
union all
select c.round, 1, c.content_hash, jsonb_build_object('body', x.body, 'findings', x.findings)
from case_file c join compilation x on x.case_id = c.id where c.id = $1 and c.content_hash is not null
union all
select c.round, 1, c.content_hash,
    jsonb_build_object('method', x.method, 'rating', x.rating, 'body', x.body, 'recommend', x.recommend)
from case_file c join opinion x on x.case_id = c.id where c.id = $1 and c.content_hash is not null
union all
select c.round, 1, x.package_hash, jsonb_strip_nulls(jsonb_build_object('correction',
    (select jsonb_build_object('ordinal', max(k.ordinal), 'note', x.note) from filing_correction k
        where k.case_id = x.case_id and k.package_hash is not null having count(*) > 0))) ||
    jsonb_build_object('to', x.to_unit, 'parts', x.package)
from case_file c join filing x on x.case_id = c.id where c.id = $1 and x.package_hash is not null
union all
select c.round, 1, c.content_hash, case when x.forgotten_on is null then
    jsonb_build_object('nominee', x.nominee, 'merit', x.merit, 'facts', a.body->'facts')
        || case when x.salt is null then '{}' else jsonb_build_object('salt', encode(x.salt, 'hex')) end end
from case_file c join nomination x on x.case_id = c.id
    left join lateral (select w.body from act join personal_words w on w.case_id = act.case_id and w.act_seq = act.seq
        where act.case_id = c.id and act.verb = 'nominate' order by act.seq desc limit 1) a on true
where c.id = $1 and c.content_hash is not null
order by 1, 2, 3

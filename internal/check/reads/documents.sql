-- A class that was decided anew since stands where its contribution said so; what was signed has the former one.
select {case}, d.matter, d.title, d.about_year, d.body,
    case when l.part is null then d.disclosure when l.part ->> 'disclosure' = d.disclosure then v.content ->> 'disclosure'
        else '' end,
    case when l.part is null then d.foia_items when coalesce(l.part -> 'foia_items', '[]') = to_jsonb(d.foia_items)
        then array(select e::int from jsonb_array_elements_text(v.content -> 'foia_items') e) else '{0}' end,
    case when l.part is null then d.disclosure_reason when coalesce(l.part ->> 'reason', '') = d.disclosure_reason
        then v.content ->> 'disclosure_reason' else '?' end,
    v.body, v.content_hash, v.content
from document d join case_file c on c.id = d.case_id join document_version v on v.case_id = c.id and v.round = c.round
    and v.version = d.version
    left join lateral (select k.body -> 'parts' -> 0 as part from contribution k
        where k.case_id = c.id and k.verb = 'reclassify' order by k.at desc, k.id desc limit 1) l on true
order by c.id

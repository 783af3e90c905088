select {case}, d.matter, d.title, d.about_year, d.body, d.disclosure, d.foia_items, d.disclosure_reason,
    v.body, v.content_hash, v.content
from document d join case_file c on c.id = d.case_id join document_version v on v.case_id = c.id and v.round = c.round
    and v.version = d.version
order by c.id

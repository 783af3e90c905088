-- A document with what it rests on: the stages before its own, what was compiled, deliberated and asked in them, and the
-- filings that hand its content over.
with recursive up as (
    select stage_id from case_file where id = $1 and stage_id is not null
    union
    select a.after_id from stage_after a join up on a.stage_id = up.stage_id
)
select c.id from case_file c
where c.id = $1
    or c.stage_id in (select stage_id from up)
        and c.kind in ('stage', 'receipt', 'compilation', 'document', 'meeting', 'consultation')
    or c.kind = 'cycle' and c.cycle_id = (select cycle_id from case_file where id = $1)
    or c.kind = 'filing' and exists (select from filing f, document_version v
        where f.case_id = c.id and v.case_id = $1
            and f.package @> jsonb_build_array(jsonb_build_object('sha256', encode(v.content_hash, 'hex'))))
order by c.id

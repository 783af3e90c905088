-- The files beside the cases of the export, each once, unless every case beside which it lies withholds it.
select distinct x.sha256 from (
    select a.case_id, a.sha256, a.disclosure from case_attachment a
    union all
    select a.case_id, a.sha256, 'public' from row_attachment a where a.removed_on is null
) x join case_file c on c.id = x.case_id left join document d on d.case_id = c.id
where (c.cycle_id = $1 or c.id = any($2))
    and ($3 or c.kind <> 'nomination' and x.disclosure = 'public' and coalesce(d.disclosure, 'public') = 'public')
order by x.sha256

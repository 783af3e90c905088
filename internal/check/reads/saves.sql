-- Every row of a submission with the last save of it. The save's own number of the row is the revision it made.
select {case}, c.pack_hash, s.form, r.item, r.revision, r.data, r.money, k.revision, {heard k.body data}
from (
    select case_id, unit_project_id as item, revision, data,
        jsonb_build_object('budget_krw', budget_krw, 'change', change_class) as money from plan_row
    union all
    select case_id, sub_project_id, revision, data,
        jsonb_build_object('budget_krw', budget_krw, 'executed_krw', executed_krw) from result_row
    union all
    select case_id, item, revision, data, '{}' from form_row
) r
    join case_file c on c.id = r.case_id
    join submission s on s.case_id = r.case_id
    left join lateral (select x.revision, x.body from contribution x where x.case_id = r.case_id and x.verb = 'save_row'
        and x.item = r.item order by x.revision desc limit 1) k on true
where r.revision > 0 or k.revision is not null

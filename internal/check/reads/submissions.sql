-- Submissions whose rows nobody may change at present, with all rows in order.
select {case}, s.form, s.nothing_to_report, c.content_hash, coalesce(
    (select jsonb_agg(jsonb_build_object('item', r.item, 'data', r.data) order by r.ordinal) from (
        select unit_project_id as item, data, ordinal from plan_row where case_id = c.id
        union all
        select sub_project_id, data, ordinal from result_row where case_id = c.id
        union all
        select item, data, ordinal from form_row where case_id = c.id) r), '[]')
from submission s join case_file c on c.id = s.case_id
where c.state in ('in_department_approval', 'submitted', 'resubmitted', 'accepted')

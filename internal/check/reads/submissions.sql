-- Submissions whose rows nobody may change at present, with all that their line signs: rows in order, what the last
-- hand-in let stand, what became of projects, and files.
select {case}, s.form, s.nothing_to_report, c.content_hash, coalesce(
    (select jsonb_agg(jsonb_build_object('item', r.item, 'data', r.data) order by r.ordinal) from (
        select unit_project_id as item, data, ordinal from plan_row where case_id = c.id
        union all
        select sub_project_id, data, ordinal from result_row where case_id = c.id
        union all
        select item, data, ordinal from form_row where case_id = c.id and removed_on is null) r), '[]'),
    (select {heard l.body waivers} from act l where l.case_id = c.id and l.verb = 'submit' order by l.seq desc limit 1),
    (select jsonb_agg(jsonb_build_object('item', e.item, 'kind', e.kind, 'effective_on', e.effective_on, 'reason', e.reason,
        'successors', e.successors, 'to_unit', coalesce(e.to_unit, '')) order by e.recorded_on, e.id)
        from row_event e where e.case_id = c.id and e.state <> 'withdrawn'),
    (select jsonb_agg(jsonb_build_object('name', a.name, 'sha256', encode(a.sha256, 'hex'), 'row', coalesce(a.row_id::text, ''))
        order by a.added_on, a.id) from row_attachment a where a.case_id = c.id and a.removed_on is null)
from submission s join case_file c on c.id = s.case_id
where c.state in ('in_department_approval', 'submitted', 'resubmitted', 'accepted')

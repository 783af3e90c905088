-- Every row of a submission with all that was typed into it, save by save, over what it began with: what was accepted the
-- year before, or what was typed when it was added. The save's own number of the row is the revision it made; a move to
-- another wording of the form makes one too.
select {case}, coalesce(s.form_pack, c.pack_hash), s.form, r.item, r.revision, r.data, r.money, r.last,
    (select a.body -> 'data' from contribution a where a.case_id = r.case_id and a.verb = 'add_row' and a.item = r.item),
    (select max(x.revision) from contribution x where x.case_id = r.case_id and x.verb = 'save_row' and x.item = r.item),
    (select jsonb_agg({heard x.body data} order by x.revision) from contribution x
        where x.case_id = r.case_id and x.verb = 'save_row' and x.item = r.item),
    (select count(*)::int from act m where m.case_id = r.case_id and m.verb = 'adopt_form')
from (
    select case_id, unit_project_id as item, revision, data,
        jsonb_build_object('budget_krw', budget_krw, 'change', change_class) as money, last from plan_row
    union all
    select case_id, sub_project_id, revision, data,
        jsonb_build_object('budget_krw', budget_krw, 'executed_krw', executed_krw), null from result_row
    union all
    select case_id, item, revision, data, '{}', null from form_row where removed_on is null
) r
    join case_file c on c.id = r.case_id
    join submission s on s.case_id = r.case_id
where r.revision > 0 or exists (select from contribution x where x.case_id = r.case_id and x.verb = 'save_row'
    and x.item = r.item)

select 'sub_project_version ' || sub_project_id || ' ' || year,
    jsonb_build_array(pillar_number, task_number, name, budget_krw, executed_krw, owner_unit_id)
from sub_project_version order by sub_project_id, year

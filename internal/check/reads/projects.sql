select 'unit_project ' || id, jsonb_build_array(code, name, change_class) from unit_project order by id

select 'cited_total ' || year || ' ' || what, jsonb_build_array(value, unit, printed, source) from cited_total order by year, what

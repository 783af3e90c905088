select coalesce(array_agg(distinct name), '{}') from person where outside

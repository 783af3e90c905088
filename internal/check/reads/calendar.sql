select day, kind, name, article from calendar_day where withdrawn_on is null order by day, kind

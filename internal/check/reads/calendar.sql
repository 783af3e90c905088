select day, kind, name, article from calendar_day order by day, kind

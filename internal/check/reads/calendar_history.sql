-- What was entered and what was withdrawn, in the order in which it was done.
select d.day, d.kind, d.name, e.on_it from calendar_day d cross join lateral (values
    (true, d.entered_at), (false, d.withdrawn_at)) e (on_it, at)
where e.at is not null and d.kind <> 'council_session' order by e.at, d.id, e.on_it desc

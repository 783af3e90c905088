-- Every date on which an office is to work or to be met. Legal last days are not among them: they may fall on any day. A
-- day that was designated later moves nothing that was closed or decided before, nor a meeting that its members hold a
-- notice for or that has no earlier day left: its owner was told.
with later as (select day, max(entered_on) as entered from calendar_day where withdrawn_on is null and entered_on is not null group by day)
select t.natural_key || ' ' || t.id, 'task.due_operative', t.due_operative from task t
where t.due_operative is not null
    and not exists (select from later l where l.day = t.due_operative and l.entered >= t.closed_on)
union all
select s.key || '.' || s.round || ' ' || s.id, d.what, d.day from stage s cross join lateral (values
    ('stage.due_operative', s.due_operative), ('stage.hold_on', s.hold_on), ('stage.call_by', s.call_by), ('stage.opens_on', s.opens_on)
) d (what, day)
where d.day is not null and not exists (select from later l where l.day = d.day
    and (l.entered >= coalesce(s.decided_on, s.closed_on) or d.what = 'stage.hold_on'))
union all
select m.body_id || ' ' || m.case_id, d.what, d.day from meeting m cross join lateral (values
    ('meeting.hold_on', m.hold_on), ('meeting.held_on', m.held_on), ('meeting.call_by', m.call_by), ('meeting.arrived_on', m.arrived_on)
) d (what, day)
where d.day is not null and not exists (select from later l where l.day = d.day
    and (d.what = 'meeting.hold_on' or d.what = 'meeting.call_by' and l.entered >= m.called_on))
union all
select n.kind || ' ' || n.id, 'notice.send_on', n.send_on from notice n
where n.state <> 'suppressed' and not (n.legal and exists (select from later l where l.day = n.send_on))

-- finding: 보낸 것으로 기록되었으나 받아들여진 시도가 없습니다 (sent, but no attempt was accepted)
select n.kind || ' ' || n.id from notice n where n.state = 'sent'
    and not exists (select from notice_attempt a where a.notice_id = n.id and a.ok) order by n.id;

-- finding: 보낸 것으로 기록되지 않았으나 받아들여진 시도가 있습니다: %[1]s (an attempt was accepted, the notice says %[1]s)
select n.kind || ' ' || n.id, n.state from notice n where n.state <> 'sent'
    and exists (select from notice_attempt a where a.notice_id = n.id and a.ok) order by n.id;

-- note: %[1]s 통지가 %[2]s건 있습니다 (%[2]s notices are %[1]s)
select 'notice', state, count(*)::text from notice where state in ('unknown', 'failed') group by state order by state;

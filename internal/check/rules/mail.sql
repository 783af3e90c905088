-- finding: 보낸 것으로 기록되었으나 받아들여진 시도가 없습니다 (sent, but no attempt was accepted)
select n.kind || ' ' || n.id from notice n where n.state = 'sent'
    and not exists (select from notice_attempt a where a.notice_id = n.id and a.ok) order by n.id;

-- finding: 보낸 것으로 기록되지 않았으나 받아들여진 시도가 있습니다: %[1]s (an attempt was accepted, the notice says %[1]s)
select n.kind || ' ' || n.id, n.state from notice n where n.state not in ('sent', 'bounced')
    and exists (select from notice_attempt a where a.notice_id = n.id and a.ok) order by n.id;

-- note: %[1]s 통지가 %[2]s건 있습니다 (%[2]s notices are %[1]s)
select 'notice', state, count(*)::text from notice where state in ('unknown', 'failed', 'bounced') group by state order by state;

-- finding: 소집통지를 받았다는 위원 %[1]s에게 통지 기록이 없습니다 (member %[1]s is recorded as called and no notice was made)
select {case}, a.member from attendance a join case_file c on c.id = a.case_id
    where a.called_on is not null and not exists (select from notice n where n.case_id = c.id and n.kind in ('meeting_call', 'meeting_moved')
        and n.person_id = a.person_id and n.legal) order by c.id, a.member;

-- finding: 실패로 기록되었으나 거절된 시도가 없습니다 (failed, but no attempt was refused)
select n.kind || ' ' || n.id from notice n where n.state = 'failed'
    and not exists (select from notice_attempt a where a.notice_id = n.id and not a.ok) order by n.id;

-- finding: 반송으로 기록되었으나 반송 보고가 없습니다 (bounced, but no report says so)
select n.kind || ' ' || n.id from notice n where n.state = 'bounced'
    and not exists (select from mail_bounce b where b.notice_id = n.id and b.outcome = 'bounced') order by n.id;

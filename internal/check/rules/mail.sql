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

-- finding: 도착 불명으로 기록되었으나 시작된 시도가 없습니다 (unknown, but no attempt began)
select n.kind || ' ' || n.id from notice n where n.state = 'unknown'
    and not exists (select from notice_attempt a where a.notice_id = n.id) order by n.id;

-- finding: 반송으로 기록되었으나 반송 보고가 없습니다 (bounced, but no report says so)
select n.kind || ' ' || n.id from notice n where n.state = 'bounced'
    and not exists (select from mail_bounce b where b.notice_id = n.id and b.outcome = 'bounced') order by n.id;

-- finding: %[1]s에 모음 알림이 %[2]s통입니다 (%[2]s digests of %[1]s for one person)
select p.slug, n.office_date::text, count(*)::text from notice n join person p on p.id = n.person_id
    where n.kind = 'digest' group by p.slug, n.office_date having count(*) > 1 order by p.slug, n.office_date;

-- finding: 쉬는 날(%[1]s)의 모음 알림입니다 (a digest of %[1]s, when the office was closed)
select n.kind || ' ' || n.id, n.office_date::text from notice n join office_day d on d.day = n.office_date
    where n.kind = 'digest' and not d.working order by n.id;

-- finding: 법정 통지인데 %[1]s 상태입니다 (the law asks for this notice, and it is %[1]s)
select n.kind || ' ' || n.id, n.state from notice n where n.legal and n.state in ('held', 'suppressed') order by n.id;

-- finding: %[1]s에 실렸다고 하나 그런 알림이 그 사람에게 없습니다 (told in %[1]s, and the person has no such letter)
select n.kind || ' ' || n.id, n.state_reason from notice n
    where n.state = 'suppressed' and n.state_reason ~ '^(bundle|digest) [0-9a-f]' and not exists (select from notice b
        where b.id::text = split_part(n.state_reason, ' ', 2) and b.kind = split_part(n.state_reason, ' ', 1)
            and b.person_id = n.person_id)
    order by n.id;

-- finding: 줄이 %[1]s개인데 실린 알림은 %[2]s건입니다 (it has %[1]s lines and carries %[2]s notices)
select n.kind || ' ' || n.id, jsonb_array_length(n.params -> 'items')::text, count(m.id)::text
    from notice n left join notice m on m.person_id = n.person_id and m.state = 'suppressed'
        and m.state_reason = n.kind || ' ' || n.id
    where n.kind in ('bundle', 'digest')
    group by n.id having jsonb_array_length(n.params -> 'items') <> count(m.id) order by n.id;

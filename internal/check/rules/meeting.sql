-- finding: 위원 %[1]s에 대한 통지의 발송·도달 기록이 없습니다 (no record that the call reached member %[1]s)
select {case}, a.member from attendance a join meeting m on m.case_id = a.case_id join case_file c on c.id = m.case_id
        join act k on k.case_id = c.id and k.verb = 'call'
    where (a.called_on is null) <> (a.arrived_on is null)
        or a.called_on is not null and (a.called_on, a.arrived_on) is distinct from (m.called_on, m.arrived_on)
            and a.left_on is null and not exists (select from act s where s.case_id = c.id
                and s.verb in ('move_meeting', 'seat_members') and s.office_date = a.called_on and a.called_on > m.called_on)
    order by c.id, a.member;

-- finding: 소집 때 재직한 위원 %[1]s에게 통지한 기록이 없습니다 (member %[1]s was in office at the call and was not called)
select {case}, a.member from attendance a join meeting m on m.case_id = a.case_id join case_file c on c.id = m.case_id
        join seat x on x.body_id = m.body_id and x.member = a.member
        and x.valid_from <= m.called_on and (x.valid_to is null or x.valid_to >= m.called_on)
    where a.called_on is null and a.left_on is null and (x.person_id is not null or exists (select from holding h where h.post_id = x.post_id
        and h.valid_from <= m.called_on and (h.valid_to is null or h.valid_to >= m.called_on)))
    order by c.id, a.member;

-- finding: 소집된 회의에 위원 명부가 없습니다 (the meeting was called and lists no member)
select {case} from meeting m join case_file c on c.id = m.case_id where m.called_on is not null
    and not exists (select from attendance a where a.case_id = c.id and a.called_on is not null) order by c.id;

-- note: 위원 %[1]s은(는) 소집 뒤에 위촉되어 통지받지 않았습니다 (member %[1]s came into office after the call)
select {case}, a.member from attendance a join case_file c on c.id = a.case_id
    where a.called_on is null and a.left_on is null order by c.id, a.member;

-- finding: 출석하지 않은 %[1]s의 표가 있습니다 (안건 %[2]s) (member %[1]s was not present and voted on item %[2]s)
select {case}, b.member, i.ordinal::text from ballot b join agenda_item i on i.id = b.item_id
        join case_file c on c.id = i.case_id
        left join attendance a on a.case_id = i.case_id and a.member = b.member
    where not coalesce(a.present, false) order by c.id, i.ordinal, b.member;

-- finding: %[1]s의 표(안건 %[2]s, %[3]s)가 위원이 낸 표결 기록과 다릅니다 (the vote of %[1]s on item %[2]s, %[3]s, is not what he cast)
select {case}, b.member, i.ordinal::text, b.choice from ballot b join agenda_item i on i.id = b.item_id
        join case_file c on c.id = i.case_id
        left join contribution k on k.case_id = i.case_id and k.verb = 'ballot' and k.item = i.id::text and k.person_id = b.person_id
    where {said k.body choice} is distinct from b.choice or b.reason <> coalesce({said k.body reason}, '')
        or right(k.task_key, length(b.member) + 1) <> '.' || b.member order by c.id, i.ordinal, b.member;

-- finding: 위원이 낸 표결 %[1]s이(가) 집계에 없습니다 (the ballot contributed as %[1]s is not among the votes)
select {case}, k.id::text from contribution k join case_file c on c.id = k.case_id
    where k.verb = 'ballot' and not exists (select from ballot b where b.item_id::text = k.item and b.person_id = k.person_id)
    order by c.id, k.id;

-- finding: 회피한 %[1]s의 사유가 없습니다 (member %[1]s recused himself without a reason)
select {case}, b.member from ballot b join agenda_item i on i.id = b.item_id join case_file c on c.id = i.case_id
    where b.choice = 'recused' and b.reason = '' order by c.id, b.member;

-- finding: 안건 %[1]s이(가) 심의한 내용의 해시가 없습니다 (item %[1]s resolved on a paper without its hash)
select {case}, i.ordinal::text from agenda_item i join case_file c on c.id = i.case_id
    where i.result <> '' and i.about is not null and i.about_hash is null order by c.id, i.ordinal;

-- finding: 회의록 서명이 출석위원의 것이 아닙니다: %[1]s (the minutes are signed by %[1]s, who was not present)
select {case}, a.member from attendance a join case_file c on c.id = a.case_id
    where a.signed_on is not null and not a.present order by c.id, a.member;

-- finding: 회의록에 서명한 위원이 없습니다 (the minutes carry no signature)
select {case} from meeting m join case_file c on c.id = m.case_id where m.minutes_on is not null
    and not exists (select from attendance a where a.case_id = c.id and a.signed_on is not null) order by c.id;

-- finding: 의결 행위의 결정 기록이 없습니다 (act %[1]s resolved without a decision)
select {case}, a.seq::text from act a join case_file c on c.id = a.case_id and c.kind = 'meeting'
    where a.verb = 'resolve' and not exists (
        select from decision d where d.case_id = a.case_id and d.act_seq = a.seq and d.role = 'resolve')
    order by c.id;

-- finding: 출석 기록 %[1]s이(가) 개의 행위에서 적은 출석위원과 다릅니다 (the presence of %[1]s is not what the act convening it said)
select {case}, wrong.member from meeting m join case_file c on c.id = m.case_id
        left join lateral (select a.body from act a where a.case_id = c.id and a.verb = 'convene' order by a.seq desc limit 1) l on true
        cross join lateral (select coalesce(t.member, p.member) as member
            from (select member, present from attendance where case_id = c.id) t
                full join (select {each l.body present} as member) p on p.member = t.member
            where coalesce(t.present, false) <> (p.member is not null)) wrong
    order by c.id, wrong.member;

-- finding: 회의록 서명 기록 %[1]s이(가) 공개 행위에서 적은 서명위원과 다릅니다 (the signature of %[1]s is not what the act publishing the minutes said)
select {case}, wrong.member from meeting m join case_file c on c.id = m.case_id
        left join lateral (select a.body, a.office_date from act a where a.case_id = c.id and a.verb = 'publish_minutes'
            order by a.seq desc limit 1) l on true
        cross join lateral (select coalesce(t.member, p.member) as member
            from (select member, signed_on from attendance where case_id = c.id) t
                full join (select {each l.body signed_by} as member) p on p.member = t.member
            where t.signed_on is distinct from case when p.member is not null then l.office_date end) wrong
    order by c.id, wrong.member;

-- finding: 위원 %[1]s의 참석 회신이 위원이 낸 것과 다릅니다 (the answer of member %[1]s to the call is not what he gave)
select {case}, t.member from attendance t join case_file c on c.id = t.case_id
        left join lateral (select k.body from contribution k where k.case_id = c.id and k.verb = 'attend'
                and k.person_id = t.person_id -- and in answer to the last call: a meeting that was moved asks anew
                and k.item = t.member || case when c.round > 1 then '/' || c.round else '' end
            order by k.at desc limit 1) l on true
    where t.left_on is null and (t.answer, t.reason) <> (coalesce({said l.body answer}, ''), coalesce({said l.body reason}, '')) order by c.id, t.member;

-- finding: 소집 행위가 말한 재적위원은 %[1]s명인데 통지 기록은 %[2]s명입니다 (the act of calling counted %[1]s members, %[2]s are recorded as called)
select {case}, l.n, called.n::text from case_file c
        join meeting m on m.case_id = c.id
        join lateral (select a.outcome -> 'result' ->> 'members_in_office' as n, a.office_date as day from act a
            where a.case_id = c.id and a.verb in ('call', 'move_meeting') and a.outcome -> 'result' ? 'members_in_office'
            order by a.seq desc limit 1) l on true
        cross join lateral (select count(*) as n from attendance t where t.case_id = c.id and t.called_on = l.day
            and (t.left_on is null or t.left_on > l.day)) called
    where c.kind = 'meeting' and m.called_on = l.day and l.n <> called.n::text order by c.id;

-- finding: 회의일 %[1]s·통지 도달일 %[2]s이(가) 소집 행위에서 알린 %[3]s·%[4]s와(과) 다릅니다 (day %[1]s and arrival %[2]s are not those of the call, %[3]s and %[4]s)
select {case}, m.hold_on::text, m.arrived_on::text, l.hold, l.arrived from meeting m join case_file c on c.id = m.case_id
        join lateral (select a.outcome -> 'result' ->> 'hold_on' as hold, a.outcome -> 'result' ->> 'arrived_on' as arrived
            from act a where a.case_id = c.id and a.verb in ('call', 'move_meeting') order by a.seq desc limit 1) l on true
    where (m.hold_on::text, m.arrived_on::text) is distinct from (l.hold, l.arrived) order by c.id;

-- finding: 긴급 사유가 소집 행위에서 말한 것과 다릅니다 (the urgent reason is not what the act of calling said)
select {case} from meeting m join case_file c on c.id = m.case_id
        left join lateral (select a.body from act a where a.case_id = c.id and a.verb in ('call', 'move_meeting')
            and a.outcome -> 'result' ? 'members_in_office' order by a.seq desc limit 1) l on true
    where m.urgent <> case when m.arrived_on > m.call_by then coalesce({said l.body urgent}, '') else '' end order by c.id;

-- finding: 공개검증 기한 %[1]s이(가) 의결 행위의 %[2]s와(과) 다릅니다 (objections are taken until %[1]s, the act said %[2]s)
select {case}, m.vet_until::text, l.until from meeting m join case_file c on c.id = m.case_id
        left join lateral (select a.outcome -> 'result' ->> 'posted_until' as until from act a where a.case_id = c.id
            and a.verb = 'resolve' order by a.seq desc limit 1) l on true
    where m.vet_until::text is distinct from l.until order by c.id;

-- finding: 회의를 진행한 %[1]s은(는) 위원장·부위원장도 지정된 위원도 아닙니다 (%[1]s presided and is neither chair nor vice chair nor the member named)
select {case}, m.presiding from meeting m join case_file c on c.id = m.case_id
        left join lateral (select a.body from act a where a.case_id = c.id and a.verb = 'convene' order by a.seq desc limit 1) l on true
    where m.presiding <> '' and m.presiding is distinct from {said l.body presiding}
        and not exists (select from seat x where x.body_id = m.body_id and x.member = m.presiding and x.role in ('chair', 'vice_chair'))
    order by c.id;

-- finding: 안건 %[1]s의 결과 %[2]s이(가) 의결 행위의 기록 %[3]s와(과) 다릅니다 (item %[1]s ended as %[2]s, the act of resolving says %[3]s)
select {case}, i.ordinal::text, concat_ws(' ', i.result, i.present, i.yes, i.no, i.abstain, i.recused, i.needed), l.told
    from agenda_item i join case_file c on c.id = i.case_id
        left join lateral (select concat_ws(' ', r ->> 'result', r ->> 'present', r ->> 'yes', r ->> 'no', r ->> 'abstain',
                r ->> 'recused', r ->> 'needed') as told
            from act a cross join lateral jsonb_path_query(a.outcome, '$.result.results[*]') r
            where a.case_id = c.id and a.verb = 'resolve' and r ->> 'item' = i.id::text order by a.seq desc limit 1) l on true
    where (i.result <> '' or l.told is not null)
        and concat_ws(' ', i.result, i.present, i.yes, i.no, i.abstain, i.recused, i.needed) is distinct from l.told
    order by c.id, i.ordinal;

-- finding: 안건 %[1]s의 조건·수정 내용이 의결 행위에서 말한 것과 다릅니다 (the condition of item %[1]s is not what the act of resolving said)
select {case}, i.ordinal::text from agenda_item i join case_file c on c.id = i.case_id
        left join lateral (select a.body from act a where a.case_id = c.id and a.verb = 'resolve' order by a.seq desc limit 1) l on true
        cross join lateral (select {heard l.body conditions} as on_condition, {heard l.body amendments} as amended) h
    where i.condition <> '' and not jsonb_path_exists(coalesce(h.on_condition, 'null'), '$.* ? (@ == $text)', jsonb_build_object('text', i.condition))
        and not jsonb_path_exists(coalesce(h.amended, 'null'), '$.* ? (@ == $text)', jsonb_build_object('text', i.condition))
    order by c.id, i.ordinal;

-- finding: %[1]s의 표결 과업이 끝났으나 안건 %[2]s의 표가 없습니다 (member %[1]s finished voting and has no vote on item %[2]s)
select {case}, t.cell, i.ordinal::text from task t join case_file c on c.id = t.case_id
        join agenda_item i on i.case_id = c.id
    where t.kind = 'vote' and t.state = 'done' and not exists (select from ballot b where b.item_id = i.id and b.member = t.cell)
    order by c.id, t.cell, i.ordinal;

-- note: 출석위원 %[1]s이(가) 안건 %[2]s에 표결하지 않아 기권으로 세었습니다 (member %[1]s was present, cast no vote on item %[2]s and counts as abstaining)
select {case}, t.member, i.ordinal::text from attendance t join case_file c on c.id = t.case_id
        join agenda_item i on i.case_id = c.id and i.result <> ''
    where t.present and not exists (select from ballot b where b.item_id = i.id and b.member = t.member)
    order by c.id, t.member, i.ordinal;

-- finding: 회의 시각·장소 %[1]s이(가) 마지막 소집·변경 행위가 말한 %[2]s와(과) 다릅니다 (hours and place %[1]s, the last act that named them says %[2]s)
select {case}, concat_ws(' ', nullif(m.starts_at, ''), nullif(m.ends_at, ''), m.place), concat_ws(' ', hours.starts, hours.ends, place.at)
    from meeting m join case_file c on c.id = m.case_id
        left join lateral (select {said a.body place} as at from act a where a.case_id = c.id and a.verb in ('call', 'move_meeting')
            and coalesce({said a.body place}, '') <> '' order by a.seq desc limit 1) place on true
        left join lateral (select {said a.body starts_at} as starts, {said a.body ends_at} as ends from act a
            where a.case_id = c.id and a.verb in ('call', 'move_meeting') and coalesce({said a.body starts_at}, '') <> ''
            order by a.seq desc limit 1) hours on true
    where m.called_on is not null and (m.place is distinct from place.at
        or hours.starts is not null and (m.starts_at, m.ends_at) is distinct from (hours.starts, hours.ends))
    order by c.id;

-- finding: 일정번호 %[1]s이(가) 행위가 말한 %[2]s와(과) 다릅니다 (sequence %[1]s, the last act that raised it says %[2]s)
select {case}, m.sequence::text, coalesce(l.n, '0') from meeting m join case_file c on c.id = m.case_id
        left join lateral (select a.outcome -> 'result' ->> 'sequence' as n from act a
            where a.case_id = c.id and a.outcome -> 'result' ? 'sequence' order by a.seq desc limit 1) l on true
    where m.sequence::text <> coalesce(l.n, '0') order by c.id;

-- finding: 소집을 취소한 회의인데 위원 %[1]s에게 알린 기록이 없습니다 (the call was taken back and no notice to member %[1]s was made)
select {case}, a.member from attendance a join case_file c on c.id = a.case_id
    where c.state = 'cancelled' and a.called_on is not null and a.left_on is null and not exists (select from notice n
        where n.case_id = c.id and n.kind = 'meeting_cancelled' and n.person_id = a.person_id and n.legal)
    order by c.id, a.member;

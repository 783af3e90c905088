-- finding: 위원 %[1]s에 대한 통지의 발송·도달 기록이 없습니다 (no record that the call reached member %[1]s)
select {case}, a.member from attendance a join meeting m on m.case_id = a.case_id join case_file c on c.id = m.case_id
        join act k on k.case_id = c.id and k.verb = 'call'
    where (a.called_on is null) <> (a.arrived_on is null)
        or a.called_on is not null and (a.called_on, a.arrived_on) is distinct from (m.called_on, m.arrived_on)
    order by c.id, a.member;

-- finding: 소집 때 재직한 위원 %[1]s에게 통지한 기록이 없습니다 (member %[1]s was in office at the call and was not called)
select {case}, a.member from attendance a join meeting m on m.case_id = a.case_id join case_file c on c.id = m.case_id
        join seat x on x.body_id = m.body_id and x.member = a.member
        and x.valid_from <= m.called_on and (x.valid_to is null or x.valid_to >= m.called_on)
    where a.called_on is null and (x.person_id is not null or exists (select from holding h where h.post_id = x.post_id
        and h.valid_from <= m.called_on and (h.valid_to is null or h.valid_to >= m.called_on)))
    order by c.id, a.member;

-- finding: 소집된 회의에 위원 명부가 없습니다 (the meeting was called and lists no member)
select {case} from meeting m join case_file c on c.id = m.case_id where m.called_on is not null
    and not exists (select from attendance a where a.case_id = c.id and a.called_on is not null) order by c.id;

-- note: 위원 %[1]s은(는) 소집 뒤에 위촉되어 통지받지 않았습니다 (member %[1]s came into office after the call)
select {case}, a.member from attendance a join case_file c on c.id = a.case_id
    where a.called_on is null order by c.id, a.member;

-- finding: 출석하지 않은 %[1]s의 표가 있습니다 (안건 %[2]s) (member %[1]s was not present and voted on item %[2]s)
select {case}, b.member, i.ordinal::text from ballot b join agenda_item i on i.id = b.item_id
        join case_file c on c.id = i.case_id
        left join attendance a on a.case_id = i.case_id and a.member = b.member
    where not coalesce(a.present, false) order by c.id, i.ordinal, b.member;

-- finding: %[1]s의 표(안건 %[2]s, %[3]s)가 위원이 낸 표결 기록과 다릅니다 (the vote of %[1]s on item %[2]s, %[3]s, is not what he cast)
select {case}, b.member, i.ordinal::text, b.choice from ballot b join agenda_item i on i.id = b.item_id
        join case_file c on c.id = i.case_id
        left join contribution k on k.case_id = i.case_id and k.verb = 'ballot' and k.item = i.id::text and k.person_id = b.person_id
    where k.body ->> 'choice' is distinct from b.choice order by c.id, i.ordinal, b.member;

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

-- finding: 점수 %[1]s이(가) 심사위원이 낸 점수와 다릅니다 (the score %[1]s is not what the juror gave)
select {case}, s.tenths::text from score s join case_file c on c.id = s.case_id
        left join contribution k on k.case_id = s.case_id and k.verb = 'score' and k.person_id = s.person_id
    where {said k.body tenths} is distinct from s.tenths::text or s.opinion <> coalesce({said k.body opinion}, '') order by c.id, s.person_id;

-- finding: 심사위원이 낸 점수 %[1]s이(가) 없습니다 (the score contributed as %[1]s is missing)
select {case}, k.id::text from contribution k join case_file c on c.id = k.case_id
    where k.verb = 'score' and not exists (select from score s where s.case_id = k.case_id and s.person_id = k.person_id)
    order by c.id, k.id;

-- finding: 등록번호 %[1]s이(가) %[2]s명에게 있습니다 (register number %[1]s was given %[2]s times)
select 'nomination', register_number, count(*)::text from nomination where register_number is not null
    group by register_number having count(*) > 1 order by register_number;

-- finding: 표창되었으나 공적심의회가 가결하지 않았습니다 (awarded, but no merit board passed the nominee)
select {case} from nomination n join case_file c on c.id = n.case_id where n.awarded and not exists (
        select from agenda_item i join meeting m on m.case_id = i.case_id and m.resolved_on is not null
        where i.about = n.case_id and i.result like 'passed%') order by c.id;

-- finding: 공개검증 기간(%[1]s ~ %[2]s) 안에 표창되었습니다: %[3]s (awarded on %[3]s, posted for objections from %[1]s to %[2]s)
select {case}, n.posted_on::text, n.posted_until::text, n.awarded_on::text
    from nomination n join case_file c on c.id = n.case_id
    where n.awarded and (n.posted_until is null or n.awarded_on <= n.posted_until) order by c.id;

-- finding: 상태 %[1]s와(과) 표창 여부가 맞지 않습니다 (it is %[1]s, awarded: %[2]s)
select {case}, c.state, n.awarded::text from nomination n join case_file c on c.id = n.case_id
    where (c.state = 'awarded') <> coalesce(n.awarded, false) order by c.id;

-- finding: 시장의 결정 문서 없이 표창되었습니다 (awarded without an approved decision)
select {case} from nomination n join case_file c on c.id = n.case_id where n.awarded and not exists (
        select from case_file d where d.stage_id = c.stage_id and d.kind = 'document'
            and d.state in ('approved', 'dispatched')) order by c.id;

-- finding: 점수 %[1]s이(가) 심사위원이 낸 점수와 다릅니다 (the score %[1]s is not what the juror gave)
select {case}, s.tenths::text from score s join case_file c on c.id = s.case_id
        join nomination n on n.case_id = s.case_id and n.forgotten_on is null
        left join contribution k on k.case_id = s.case_id and k.verb = 'score' and k.person_id = s.person_id
        left join personal_words w on w.contribution_id = k.id
    where {said w.body tenths} is distinct from s.tenths::text or s.opinion <> coalesce({said w.body opinion}, '')
    order by c.id, s.person_id;

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

-- finding: 행위 %[1]s번(%[2]s)에서 말한 것이 없습니다 (what was said in act %[1]s %[2]s is missing)
select {case}, a.seq::text, a.verb from act a join nomination n on n.case_id = a.case_id and n.forgotten_on is null
        join case_file c on c.id = a.case_id
    where a.verb in ('nominate', 'decline', 'examine', 'rank', 'vet')
        and not exists (select from personal_words w where w.case_id = a.case_id and w.act_seq = a.seq) order by c.id, a.seq;

-- finding: %[1]s에 삭제했다고 기록된 개인정보가 남아 있습니다 (deleted on %[1]s, and what was said is still there)
select {case}, n.forgotten_on::text from nomination n join case_file c on c.id = n.case_id
    where n.forgotten_on is not null and (exists (select from personal_words w where w.case_id = n.case_id)
        or exists (select from score s where s.case_id = n.case_id and s.opinion <> '')) order by c.id;

-- finding: 개인정보를 %[1]s에 삭제했으나 그 감사 기록이 없습니다 (deleted on %[1]s, and no entry tells of it)
select {case}, n.forgotten_on::text from nomination n join case_file c on c.id = n.case_id
        left join audit_entry e on e.id = n.forgotten_by
    where n.forgotten_on is not null and (e.kind, e.subject_kind, e.subject_id, e.office_date)
        is distinct from ('clock', 'nomination', c.id::text, n.forgotten_on) order by c.id;

-- finding: 처리 목적이 끝나기 전(%[1]s)에 개인정보를 삭제했습니다 (deleted on %[1]s, before its purpose had ended)
select {case}, n.forgotten_on::text from nomination n join case_file c on c.id = n.case_id join stage s on s.id = c.stage_id
    where n.forgotten_on < greatest(c.closed_on, s.closed_on) + 90 order by c.id;

-- examined
select count(*) from filing;

-- finding: 상태 %[1]s인데 묶음 해시가 없습니다 (it is %[1]s and has no package hash)
select {case}, c.state from filing f join case_file c on c.id = f.case_id
    where c.state in ('handed_over', 'correction_requested', 'received') and (f.package_hash is null or f.handed_on is null)
    order by c.id;

-- finding: 접수되었으나 접수번호가 없습니다 (received without a receipt number)
select {case} from filing f join case_file c on c.id = f.case_id
    where c.state = 'received' and (f.receipt_number = '' or f.received_on is null) order by c.id;

-- finding: 상태 %[1]s인데 접수번호 %[2]s이(가) 있습니다 (it is %[1]s and yet has the receipt number %[2]s)
select {case}, c.state, f.receipt_number from filing f join case_file c on c.id = f.case_id
    where c.state <> 'received' and f.receipt_number <> '' order by c.id;

-- finding: 묶음 해시가 사안의 내용 해시와 다릅니다 (the package hash is not the content hash of the case)
select {case} from filing f join case_file c on c.id = f.case_id
    where f.package_hash is not null and f.package_hash is distinct from c.content_hash order by c.id;

-- finding: 보정요구 행위는 %[1]s건인데 기록은 %[2]s건입니다 (%[1]s requests for correction, %[2]s are recorded)
select {case}, a.n::text, k.n::text from filing f join case_file c on c.id = f.case_id
        cross join lateral (select count(*) as n from act where case_id = c.id and verb = 'request_correction') a
        cross join lateral (select count(*) as n from filing_correction where case_id = c.id) k
    where a.n <> k.n order by c.id;

-- finding: %[1]s차 보정요구(%[2]s)에 보정이 없는데 상태는 %[3]s입니다 (correction %[1]s of %[2]s was never made, the filing is %[3]s)
select {case}, k.ordinal::text, k.requested_on::text, c.state from filing_correction k
        join case_file c on c.id = k.case_id
    where k.corrected_on is null and c.state not in ('correction_requested', 'missing') order by c.id, k.ordinal;

-- finding: 날짜의 순서가 맞지 않습니다: 제출 %[1]s, %[2]s차 요구 %[3]s, 보정 %[4]s, 접수 %[5]s (its dates are out of order)
select {case}, f.handed_on::text, k.ordinal::text, k.requested_on::text, k.corrected_on::text, f.received_on::text
    from filing f join case_file c on c.id = f.case_id left join filing_correction k on k.case_id = f.case_id
    where f.received_on < f.handed_on or k.requested_on < f.handed_on or k.corrected_on < k.requested_on
        or f.received_on < k.corrected_on order by c.id, k.ordinal;

-- finding: 마지막 보정의 해시가 묶음의 해시와 다릅니다 (the last correction has another hash than the package)
select distinct on (c.id) {case} from filing f join case_file c on c.id = f.case_id
        join filing_correction k on k.case_id = f.case_id and k.package_hash is not null
        and k.ordinal = (select max(x.ordinal) from filing_correction x where x.case_id = f.case_id and x.package_hash is not null)
    where k.package_hash is distinct from f.package_hash;

-- finding: 지연 여부 %[1]s이(가) 제출 행위의 %[2]s와(과) 다릅니다 (late: %[1]s recorded, the act said %[2]s)
select {case}, f.late::text, l.late from filing f join case_file c on c.id = f.case_id
        left join lateral (select a.outcome -> 'result' ->> 'late' as late from act a where a.case_id = c.id
            and a.verb in ('hand_over', 'correct') order by a.seq desc limit 1) l on true
    where f.late::text <> coalesce(l.late, 'false') order by c.id;

-- finding: 지연 여부 %[1]s이(가) 제출일 %[2]s, 법정기한 %[3]s과(와) 맞지 않습니다 (late: %[1]s, handed over on %[2]s, due by law on %[3]s)
select {case}, f.late::text, f.handed_on::text, s.due_legal::text from filing f join case_file c on c.id = f.case_id
        join stage s on s.id = c.stage_id join case_file sc on sc.stage_id = s.id and sc.kind = 'stage'
    where f.handed_on is not null and f.late <> coalesce(f.handed_on > s.due_legal, false)
        and not exists (select from act a where a.case_id = sc.id and a.verb = 'move_date') order by c.id;

-- examined
select count(*) from opinion;

-- finding: 상태 %[1]s인데 의견(방법·평가·본문·날짜)이 갖춰지지 않았습니다 (it is %[1]s without method, rating, text and date)
select {case}, c.state from opinion o join case_file c on c.id = o.case_id
    where c.state in ('opined', 'answered', 'followed_up')
        and (o.method = '' or o.rating = '' or o.body = '' or o.opined_on is null) order by c.id;

-- finding: 상태 %[1]s인데 조치계획(결정·날짜)이 없습니다 (it is %[1]s without an action plan)
select {case}, c.state from opinion o join case_file c on c.id = o.case_id
    where c.state in ('answered', 'followed_up') and (o.decision = '' or o.answered_on is null) order by c.id;

-- finding: 결정 %[1]s에 조치와 기한이 없습니다 (decision %[1]s without a measure and its date)
select {case}, o.decision from opinion o join case_file c on c.id = o.case_id
    where o.decision in ('accept', 'partly', 'later') and (o.measure = '' or o.measure_due is null) order by c.id;

-- finding: 결정 %[1]s에 사유가 없습니다 (decision %[1]s without a reason)
select {case}, o.decision from opinion o join case_file c on c.id = o.case_id
    where o.decision in ('partly', 'reject', 'later') and o.reason = '' order by c.id;

-- finding: 조치 확인의 날짜나 내용이 없습니다 (followed up without a date or a note)
select {case} from opinion o join case_file c on c.id = o.case_id
    where c.state = 'followed_up' and (o.followed_on is null or o.follow_note = '') order by c.id;

-- finding: 날짜의 순서가 맞지 않습니다: 의견 %[1]s, 조치 %[2]s, 확인 %[3]s (its dates are out of order)
select {case}, o.opined_on::text, o.answered_on::text, o.followed_on::text
    from opinion o join case_file c on c.id = o.case_id
    where o.answered_on < o.opined_on or o.followed_on < o.answered_on order by c.id;

-- finding: 의견을 쓴 사람이 배정된 위원이 아닙니다 (act %[1]s was not done by the expert it was given to)
select {case}, a.seq::text from opinion o join case_file c on c.id = o.case_id
        join act a on a.case_id = c.id and a.verb = 'opine'
    where a.person_id is distinct from o.expert_id order by c.id;

-- note: 의견을 받았으나 조치계획 없이 단계가 마감되었습니다 (it was opined, and its stage was closed before an action plan came)
select {case} from opinion o join case_file c on c.id = o.case_id
    where c.state = 'missing' and o.opined_on is not null and o.answered_on is null order by c.id;

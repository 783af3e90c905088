-- examined
select count(*) from extension;

-- finding: 연장 요청 %[1]s에 그 행위가 없습니다 (no act asked for extension %[1]s)
select {case}, e.id::text from extension e join case_file c on c.id = e.case_id
    where not exists (select from act a where a.case_id = e.case_id and a.seq = e.asked_seq and a.verb = 'request_extension'
        and a.person_id = e.asker and a.office_date = e.asked_on and a.reason = e.reason
        and a.outcome -> 'result' ->> 'extension' = e.id::text and a.outcome -> 'result' ->> 'until' = e.wished::text)
    order by e.id;

-- finding: 연장 요청 %[1]s이(가) %[2]s로 끝났으나 그 행위가 없습니다 (extension %[1]s is %[2]s by no act)
select {case}, e.id::text, e.state from extension e join case_file c on c.id = e.case_id
    where e.state in ('granted', 'refused', 'withdrawn') and not exists (select from act a where a.case_id = e.case_id and a.seq = e.ended_seq
        and a.verb = case e.state when 'granted' then 'grant_extension' when 'refused' then 'refuse_extension' else 'withdraw_extension' end
        and a.person_id = e.ended_by and a.office_date = e.ended_on and a.reason = e.decision_reason
        and a.outcome -> 'result' ->> 'extension' = e.id::text
        and (e.state <> 'granted' or a.outcome -> 'result' ->> 'until' = e.granted::text))
    order by e.id;

-- finding: 행위 %[1]s번(%[2]s)의 연장 요청이 없습니다 (act %[1]s %[2]s speaks of no request for an extension)
select {case}, a.seq::text, a.verb from act a join case_file c on c.id = a.case_id
    where a.verb in ('request_extension', 'grant_extension', 'refuse_extension', 'withdraw_extension')
        and not exists (select from extension e where e.case_id = a.case_id and e.id::text = a.outcome -> 'result' ->> 'extension'
            and a.seq = case a.verb when 'request_extension' then e.asked_seq else e.ended_seq end)
    order by c.id, a.seq;

-- finding: 연장 요청 %[1]s을(를) 요청한 사람이 결정했습니다 (extension %[1]s was decided by whoever asked for it)
select {case}, e.id::text from extension e join case_file c on c.id = e.case_id
    where e.state in ('granted', 'refused') and e.ended_by = e.asker order by e.id;

-- finding: 연장 요청 %[1]s이(가) 열려 있으나 과업은 %[2]s, 검토 과업은 %[3]s입니다 (extension %[1]s is open, its task is %[2]s and its review %[3]s)
select {case}, e.id::text, t.state, v.state from extension e join case_file c on c.id = e.case_id
        join task t on t.id = e.task_id join task v on v.id = e.review_id
    where e.state = 'open' and (t.state <> 'open' or v.state <> 'open') order by e.id;

-- finding: 검토 과업 %[1]s에 열린 연장 요청이 없습니다 (task %[1]s is to decide on no open request)
select {case}, t.natural_key from task t join case_file c on c.id = t.case_id
    where t.kind = 'review_extension' and t.state = 'open'
        and not exists (select from extension e where e.review_id = t.id and e.state = 'open') order by t.natural_key;

-- finding: %[1]s까지 연장되었으나 승인은 %[2]s입니다 (it was extended to %[1]s, the latest grant is %[2]s)
select {case}, c.extended_to::text, g.day::text from case_file c
        left join lateral (select max(e.granted) as day from extension e join task t on t.id = e.task_id
            where e.case_id = c.id and e.state = 'granted' and t.kind in ('revise', 'fill', 'approve_submission', 'draft', 'sign',
                'redraft', 'file', 'register')) g on true
    where c.extended_to is distinct from g.day order by c.id;

-- finding: 과업 %[1]s의 기한은 %[2]s이나 승인한 날은 %[3]s입니다 (task %[1]s is counted from %[2]s, the grant says %[3]s)
select {case}, t.natural_key, t.due_from::text, coalesce(g.granted::text, c.extended_to::text) from task t join case_file c on c.id = t.case_id
        left join lateral (select e.granted from extension e where e.task_id = t.id and e.state = 'granted'
            order by e.ended_seq desc limit 1) g on true
    where t.due_rule = 'fixed' and t.kind in ('fill', 'approve_submission', 'draft', 'sign', 'redraft', 'file', 'register')
        and t.due_from is distinct from g.granted and t.due_from is distinct from c.extended_to
        and not exists (select from extension e where e.case_id = t.case_id and e.state = 'granted' and e.granted = t.due_from)
    order by t.natural_key, t.id;

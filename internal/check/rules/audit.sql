-- examined
select (select count(*) from act) + (select count(*) from contribution);

-- finding: 행위 %[1]s번(%[2]s)에 감사 기록이 없습니다 (act %[1]s %[2]s has no audit entry)
select {case}, a.seq::text, a.verb from act a join case_file c on c.id = a.case_id
    where not exists (select from audit_entry e where e.case_id = a.case_id and e.act_seq = a.seq)
    order by c.id, a.seq;

-- finding: 기여 %[1]s(%[2]s)에 감사 기록이 없습니다 (contribution %[1]s %[2]s has no audit entry)
select {case}, k.id::text, k.verb from contribution k join case_file c on c.id = k.case_id
    where not exists (select from audit_entry e where e.contribution_id = k.id) order by k.id;

-- finding: 행위 %[1]s번(%[2]s)의 행위자와 사람이 다릅니다 (act %[1]s %[2]s names one actor and another person)
select {case}, a.seq::text, a.verb from act a join case_file c on c.id = a.case_id
    where a.actor <> coalesce(a.person_id::text, 'system') order by c.id, a.seq;

-- finding: 기여 %[1]s(%[2]s)의 행위자와 사람이 다릅니다 (contribution %[1]s %[2]s names one actor and another person)
select {case}, k.id::text, k.verb from contribution k join case_file c on c.id = k.case_id
    where k.actor <> k.person_id::text order by k.id;

-- finding: 기록 %[1]s이(가) 가리키는 사안이 대상과 다릅니다 (entry %[1]s names one case and tells of another)
select {case}, e.id::text from audit_entry e left join contribution k on k.id = e.contribution_id
        join case_file c on c.id = coalesce(e.case_id, k.case_id)
    where e.kind in ('act', 'contribution') and (e.subject_id <> c.id::text or e.subject_kind <> c.kind) order by e.id;

-- examined
select (select count(*) from act) + (select count(*) from contribution);

-- finding: 행위 %[1]s번(%[2]s)에 감사 기록이 없습니다 (act %[1]s %[2]s has no audit entry)
select {case}, a.seq::text, a.verb from act a join case_file c on c.id = a.case_id
    where not exists (select from audit_entry e where e.case_id = a.case_id and e.act_seq = a.seq)
    order by c.id, a.seq;

-- finding: 기여 %[1]s(%[2]s)에 감사 기록이 없습니다 (contribution %[1]s %[2]s has no audit entry)
select {case}, k.id::text, k.verb from contribution k join case_file c on c.id = k.case_id
    where not exists (select from audit_entry e where e.contribution_id = k.id) order by k.id;

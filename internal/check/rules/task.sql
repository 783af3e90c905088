-- examined
select count(*) from task;

-- finding: 종결된 사안(%[1]s)에 과업 %[2]s이(가) 열려 있습니다 (task %[2]s is open although the case is %[1]s)
select {case}, c.state, t.natural_key from task t join case_file c on c.id = t.case_id
    where t.state = 'open' and c.closed_on is not null order by t.natural_key, t.id;

-- finding: 열린 과업에 담당이 없습니다 (the open task %[1]s has nobody who may act)
select t.natural_key, t.id::text from task t
    where t.state = 'open' and not exists (select from task_actor a where a.task_id = t.id) order by t.natural_key, t.id;

-- finding: 과업 %[1]s에 자연키가 없습니다 (task %[1]s has no natural key)
select {case}, t.id::text from task t join case_file c on c.id = t.case_id
    where btrim(t.natural_key) = '' order by t.id;

-- finding: 같은 자연키로 열린 과업이 %[1]s건입니다 (%[1]s open tasks share this natural key)
select natural_key, count(*)::text from task where state = 'open'
    group by natural_key having count(*) > 1 order by natural_key;

-- finding: 과업 %[1]s을(를) 연 행위 %[2]s번이 없습니다 (task %[1]s was opened by act %[2]s, which is not there)
select {case}, t.natural_key, t.opened_seq::text from task t join case_file c on c.id = t.case_id
    where t.opened_seq > c.seq or t.opened_seq < 0 order by t.id;

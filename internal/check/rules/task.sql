-- examined
select count(*) from task;

-- finding: 종결된 사안(%[1]s)에 과업 %[2]s이(가) 열려 있습니다 (task %[2]s is open although the case is %[1]s)
select {case}, c.state, t.natural_key from task t join case_file c on c.id = t.case_id
    where t.state = 'open' and c.closed_on is not null
        and t.kind not in ('read_circulated', 'post_report', 'await_reply', 'check_public_copy', 'review_disclosure') -- what stands is read and answered afterwards
    order by t.natural_key, t.id;

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

-- finding: 과업 %[1]s이(가) %[2]s에 끝났으나 그날 이 과업으로 한 행위가 없습니다 (task %[1]s was done on %[2]s and nobody acted on it)
select {case}, t.natural_key, t.closed_on::text from task t join case_file c on c.id = t.case_id
    where t.state = 'done' and t.kind <> 'stopped'
        and not exists (select from act a where a.case_id = t.case_id and a.task_key = t.natural_key and a.office_date = t.closed_on)
        and not exists (select from contribution k where k.case_id = t.case_id and k.task_key = t.natural_key
            and k.office_date = t.closed_on)
    order by t.natural_key, t.id;

-- finding: 과업 %[1]s의 담당에서 통지받은 사람 %[2]s의 직위가 빠졌습니다 (%[2]s was told of task %[1]s and has no post among those who may act)
select distinct {case}, t.natural_key, p.slug from task t join case_file c on c.id = t.case_id
        join notice n on n.task_id = t.id and n.dedup = n.kind || '/' || t.id || '/' || n.person_id
        join person p on p.id = n.person_id
    where t.state = 'open' and not exists (select from task_actor a left join holding h on h.post_id = a.post_id
            where a.task_id = t.id and n.person_id in (a.person_id, h.person_id))
        and not exists (select from act x where x.case_id = t.case_id and x.verb = 'hand_over_task'
            and x.outcome -> 'result' ->> 'task' = t.id::text)
        -- nor stands in for a post that may act, nor has moved and handed the task over
        and not exists (select from task_actor a join delegation g on g.post_id = a.post_id
            join holding h on h.post_id = g.deputy_post where a.task_id = t.id and h.person_id = n.person_id)
        and not exists (select from transfer x cross join lateral jsonb_array_elements(x.list) e
            where x.person_id = n.person_id and e ->> 'task' = t.id::text)
    order by 1, 2, 3;

-- finding: 과업 %[1]s의 담당 %[2]s은(는) 통지받은 적이 없습니다 (%[2]s may act on task %[1]s and was never told of it)
select {case}, t.natural_key, p.slug from task t join case_file c on c.id = t.case_id
        join task_actor a on a.task_id = t.id join person p on p.id = a.person_id
    where not exists (select from notice n where n.task_id = t.id and n.person_id = a.person_id) order by t.natural_key, p.slug;

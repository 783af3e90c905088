-- examined
select (select count(*) from process) + (select count(*) from wake) + (select count(*) from office_day);

-- finding: 이행되지 않은 호출이 있습니다: %[2]s, 상태 %[1]s (an undone wake: %[2]s, the process is %[1]s)
select p.workflow_id, p.state, w.cause from wake w join process p on p.id = w.process_id
    where w.done_at is null and p.state <> 'stopped' order by w.id;

-- note: %[1]s 때문에 멈췄습니다. 책임자 %[2]s: %[3]s (stopped by %[1]s; its owner is %[2]s)
select workflow_id, stop_code, owner_post, stop_text from process where state = 'stopped' order by workflow_id;

-- finding: 멈춘 절차를 풀 과업이 책임자 %[1]s에게 없습니다 (stopped, but its owner %[1]s has no task to mend it)
select p.workflow_id, p.owner_post from process p where p.state = 'stopped' and not exists (
        select from case_file c join task t on t.case_id = c.id and t.kind = 'stopped' and t.state = 'open'
        where c.process_id = p.id)
    order by p.workflow_id;

-- finding: 끝난 절차의 사안이 상태 %[1]s(으)로 열려 있습니다 (its process %[2]s has ended, the case is still %[1]s)
select {case}, c.state, p.workflow_id from case_file c join process p on p.id = c.process_id
    where p.state = 'ended' and c.closed_on is null order by c.id;

-- finding: 업무일이 끝나지 않았습니다: %[1]s (the office day is unfinished: %[1]s)
select day::text, state from office_day where state in ('opening', 'opened') order by day;

-- finding: 업무일 %[1]s 다음의 %[2]s일이 기록되지 않았습니다 (%[2]s days after office day %[1]s are not recorded)
select day::text, day::text, (next - day - 1)::text from (
        select day, lead(day) over (order by day) as next from office_day) d
    where next > day + 1 order by day;

-- finding: 마지막 업무일은 %[1]s인데 시계는 %[2]s입니다 (the last finished day is %[1]s, the clock says %[2]s)
select 'office_clock', max(d.day)::text, k.last_opened::text from office_clock k, office_day d
    where d.state in ('digested', 'jumped') group by k.last_opened having max(d.day) <> k.last_opened;

-- finding: 절차의 사안이 모두 종결되었으나 절차가 끝나지 않았습니다 (every case of it is closed and the process still runs)
select p.workflow_id from process p where p.state = 'running' and exists (select from case_file c where c.process_id = p.id)
    and not exists (select from case_file c where c.process_id = p.id and c.closed_on is null)
    and not exists (select from wake w where w.process_id = p.id and (w.done_at is null or w.done_at > now() - interval '10 minutes'))
    order by p.workflow_id;

-- finding: 건너뛴 날에 행위가 %[1]s건 있습니다 (%[1]s acts were done on a day that was jumped)
select 'office_day ' || d.day, count(*)::text from office_day d join (
        select office_date from act union all select office_date from contribution) done on done.office_date = d.day
    where d.state = 'jumped' group by d.day order by d.day;

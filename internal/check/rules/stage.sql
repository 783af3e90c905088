-- examined
select count(*) from stage;

-- finding: 상태 %[1]s인데 시작 %[2]s, 종료 %[3]s입니다 (it is %[1]s, opened %[2]s and closed %[3]s)
select {case}, c.state, s.opened_on::text, s.closed_on::text
    from stage s join case_file c on c.stage_id = s.id and c.kind = 'stage'
    where (c.state in ('closed', 'waived', 'skipped')) <> (s.closed_on is not null)
        or (c.state = 'planned') <> (s.opened_on is null) order by s.ordinal, s.round;

-- finding: 날짜의 순서가 맞지 않습니다: 시작 %[1]s, 결정 %[2]s, 종료 %[3]s (its dates are out of order)
select {case}, s.opened_on::text, s.decided_on::text, s.closed_on::text
    from stage s join case_file c on c.stage_id = s.id and c.kind = 'stage'
    where s.decided_on < s.opened_on or s.closed_on < coalesce(s.decided_on, s.opened_on) order by s.ordinal, s.round;

-- finding: %[1]s 사유가 없습니다 (it was %[1]s without a reason)
select {case}, c.state from stage s join case_file c on c.stage_id = s.id and c.kind = 'stage'
    where c.state in ('waived', 'skipped') and s.reason = '' order by s.ordinal, s.round;

-- finding: 끝난 단계에 열린 사안이 있습니다: %[1]s (the stage is over, %[1]s is still open)
select s.key || '.' || s.round || ' ' || s.id, {case} from case_file c join stage s on s.id = c.stage_id
        join case_file sc on sc.stage_id = s.id and sc.kind = 'stage' and sc.state in ('closed', 'waived', 'skipped')
    where c.kind <> 'stage' and c.closed_on is null order by s.ordinal, s.round, c.id;

-- finding: 계수기는 %[1]s건이 열려 있다고 하나 열린 사안은 %[2]s건입니다 (the counter says %[1]s open cases, %[2]s are open)
select s.key || '.' || s.round || ' ' || s.id, k.open_cases::text, n.open::text from stage s
        left join stage_counter k on k.stage_id = s.id
        cross join lateral (select count(*) as open from case_file c where c.stage_id = s.id and c.closed_on is null
            and c.kind in ({counted})) n
    where s.kind in ('collect', 'monitor', 'award') and k.open_cases is distinct from n.open order by s.ordinal, s.round;

-- finding: 단계에 사안이나 계수기가 없습니다 (the stage has no case or no counter)
select s.key || '.' || s.round || ' ' || s.id from stage s
    where not exists (select from case_file c where c.stage_id = s.id and c.kind = 'stage')
        or not exists (select from stage_counter k where k.stage_id = s.id) order by s.ordinal, s.round;

-- finding: 단계를 마감한 행위 없이 미제출로 끝났습니다 (it lapsed by act %[1]s and nobody had closed its stage)
select {case}, a.seq::text from act a join case_file c on c.id = a.case_id
    where a.verb = 'lapse' and not exists (select from act k join case_file sc on sc.id = k.case_id
        where sc.stage_id = c.stage_id and sc.kind = 'stage' and k.verb = 'close' and k.at <= a.at) order by c.id, a.seq;

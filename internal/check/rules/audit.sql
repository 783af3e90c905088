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

-- finding: 열람 기록 %[1]s이(가) 그 감사 기록과 다릅니다 (the row of view %[1]s is not what its entry says)
select 'view ' || v.operation, v.entry_id::text from personal_view v
        join audit_entry e on e.id = v.entry_id
        join audit_body b on b.entry_id = e.id
        cross join lateral (select case when e.body_hash = sha256(b.salt || b.body)
            then convert_from(b.body, 'UTF8')::jsonb end as told) x -- a body that was tampered with is found elsewhere
    where e.kind <> 'view' or (e.at, e.office_date) <> (v.at, v.office_date)
        or x.told ->> 'actor' <> v.person_id::text or x.told ->> 'source' <> v.address
        or x.told ->> 'operation' <> v.operation or (x.told ->> 'export')::boolean <> v.export
        or x.told ->> 'said' <> encode(sha256(convert_to(v.reason, 'UTF8')), 'hex')
        or x.told -> 'fields' <> to_jsonb(v.fields) or (x.told ->> 'subjects')::int <> cardinality(v.subjects)
        or x.told ->> 'subjects_hash' <> encode(sha256((select string_agg(uuid_send(s.id), '' order by s.n)
            from unnest(v.subjects) with ordinality s(id, n))), 'hex')
    order by v.entry_id;

-- finding: 열람 %[1]s을(를) 찾아볼 기록이 없습니다 (view %[1]s is in the record and not in the log of access)
select 'view ' || e.subject_id, e.id::text from audit_entry e
    where e.kind = 'view' and e.office_date > coalesce((select max(d.day) from office_day d), e.office_date) - 365
        and not exists (select from personal_view v where v.entry_id = e.id) order by e.id;

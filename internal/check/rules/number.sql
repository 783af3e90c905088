-- examined
select count(*) from issued_number;

-- finding: %[1]s번까지 발급되었으나 %[2]s개뿐이고 빠진 번호는 %[3]s입니다 (last %[1]s, only %[2]s are there; missing: %[3]s)
select n.key, n.last::text, count(i.number)::text, (select string_agg(g::text, ', ' order by g)
        from (select g from generate_series(1, n.last) g
            where not exists (select from issued_number x where x.series = n.key and x.number = g) limit 20) gap)
    from number_series n left join issued_number i on i.series = n.key and i.number between 1 and n.last
    group by n.key, n.last having count(i.number) <> n.last order by n.key;

-- finding: 마지막 번호 %[2]s보다 큰 %[1]s번이 있습니다 (number %[1]s lies beyond the last one, %[2]s)
select i.series, i.number::text, n.last::text from issued_number i join number_series n on n.key = i.series
    where i.number > n.last order by i.series, i.number;

-- finding: 번호 %[1]s %[2]s번은 결재되거나 표창된 사안에 있지 않습니다 (%[1]s no. %[2]s stands on nothing approved or awarded)
select {case}, i.series, i.number::text from issued_number i join case_file c on c.id = i.case_id
        left join document d on d.case_id = c.id left join nomination n on n.case_id = c.id
    where not coalesce(case split_part(i.series, '/', 1) when 'award' then n.awarded
        when 'document' then d.approved_on is not null when 'policy' then d.approved_on is not null end, false)
    order by i.series, i.number;

-- finding: 인쇄된 번호 %[3]s이(가) 발급된 %[1]s %[2]s번과 다릅니다 (it prints %[3]s, issued was %[1]s no. %[2]s)
select {case}, i.series, i.number::text, p.printed from issued_number i
        join case_file c on c.id = i.case_id
        left join document d on d.case_id = c.id left join nomination n on n.case_id = c.id
        cross join lateral (select coalesce(case split_part(i.series, '/', 1) when 'award' then n.register_number
            when 'document' then d.document_number when 'policy' then d.policy_number end, '') as printed) p
    where p.printed <> '' and (regexp_match(p.printed, '([0-9]+)호?$'))[1] is distinct from i.number::text
    order by i.series, i.number;

-- finding: 결재되었으나 발급된 문서번호가 %[1]s개입니다 (approved with %[1]s issued document numbers)
select {case}, count(i.number)::text from document d join case_file c on c.id = d.case_id
        left join issued_number i on i.case_id = c.id and i.series like 'document/%'
    where d.approved_on is not null or c.state in ('approved', 'dispatched')
    group by c.id having count(i.number) <> 1 order by c.id;

-- finding: 상태 %[1]s와(과) 문서번호 %[2]s이(가) 맞지 않습니다 (state %[1]s and document number %[2]s do not agree)
select {case}, c.state, d.document_number from document d join case_file c on c.id = d.case_id
    where (c.state in ('approved', 'dispatched')) <> (d.document_number is not null) order by c.id;

-- finding: 방침번호 %[1]s에 발급된 번호가 %[2]s개입니다 (policy number %[1]s with %[2]s issued)
select {case}, d.policy_number, count(i.number)::text from document d join case_file c on c.id = d.case_id
        left join issued_number i on i.case_id = c.id and i.series like 'policy/%'
    group by c.id, d.policy_number having count(i.number) <> (d.policy_number is not null)::int order by c.id;

-- finding: 등록번호 %[1]s에 발급된 번호가 %[2]s개입니다 (register number %[1]s with %[2]s issued)
select {case}, n.register_number, count(i.number)::text from nomination n join case_file c on c.id = n.case_id
        left join issued_number i on i.case_id = c.id and i.series like 'award/%'
    group by c.id, n.register_number having count(i.number) <> (n.register_number is not null)::int order by c.id;

-- finding: 번호 계열 %[1]s이(가) 부서·연도와 맞지 않습니다 (it was numbered in %[1]s, its unit and date make it %[2]s)
select {case}, i.series, s.want from issued_number i join case_file c on c.id = i.case_id
        left join document d on d.case_id = c.id left join nomination n on n.case_id = c.id
        cross join lateral (select case split_part(i.series, '/', 1)
            when 'document' then 'document/' || c.unit_id || '/' || extract(year from d.approved_on)
            when 'policy' then 'policy/' || regexp_replace(d.policy_number, ' 제[0-9]+호$', '') || '/' || extract(year from d.approved_on)
            when 'award' then 'award/' || n.programme || '/' || extract(year from n.awarded_on) end as want) s
    where i.series <> s.want order by i.series, i.number;

-- finding: 번호 %[1]s이(가) 결재 행위에서 준 %[2]s와(과) 다릅니다 (it has the number %[1]s, its act gave %[2]s)
select {case}, p.has, p.gave from case_file c
        left join document d on d.case_id = c.id left join nomination n on n.case_id = c.id
        join lateral (select a.outcome from act a where a.case_id = c.id and a.verb in ('approve', 'award')
            order by a.seq desc limit 1) l on true
        cross join lateral (values (d.document_number, l.outcome ->> 'document_number'), (d.policy_number, l.outcome ->> 'policy_number'),
            (n.register_number, l.outcome -> 'result' ->> 'register_number')) p (has, gave)
    where c.kind in ('document', 'nomination') and p.has is distinct from p.gave order by c.id;

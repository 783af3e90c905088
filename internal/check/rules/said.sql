-- examined
select (select count(*) from receipt) + (select count(*) from consultation) + (select count(*) from filing) + (select count(*) from opinion)
    + (select count(*) from nomination) + (select count(*) from compilation) + (select count(*) from agreement)
    + (select count(*) from overlap_decision);

-- finding: 기록된 미회신 사유가 행위의 사유와 다릅니다 (the reason for the missing reply is not that of its act)
select {case} from consultation s join case_file c on c.id = s.case_id
        left join lateral (select a.reason from act a where a.case_id = c.id and a.verb = 'record_no_reply'
            order by a.seq desc limit 1) l on true
    where s.reason <> coalesce(l.reason, '') order by c.id;

-- finding: 지적사항 %[1]s번이 등록 행위에서 말한 것과 다릅니다 (finding %[1]s is not what the act of registration said)
select {case}, wrong.n::text from receipt r join case_file c on c.id = r.case_id
        cross join lateral (select coalesce(f.ordinal, told.n) as n
            from (select ordinal, text from finding where case_id = c.id) f
                full join (select t.text, t.n from act a cross join lateral {each a.body findings} with ordinality t (text, n)
                    where a.case_id = c.id and a.verb = 'register') told on told.n = f.ordinal
            where f.text is distinct from told.text) wrong
    order by c.id, wrong.n;

-- finding: 지적사항 %[1]s번의 반영 기록이 행위와 다릅니다 (what finding %[1]s was reflected in is not what its act said)
select {case}, f.ordinal::text from finding f join case_file c on c.id = f.case_id
        left join lateral (select a.body, a.office_date from act a where a.case_id = c.id and a.verb = 'reflect'
            and {said a.body finding} = f.ordinal::text order by a.seq desc limit 1) l on true
    where f.reflected_in <> coalesce({said l.body reflected_in}, '') or f.reflected_on is distinct from l.office_date
    order by c.id, f.ordinal;

-- finding: %[1]s차 보정의 기록이 행위와 다릅니다 (correction %[1]s is not what its acts said)
select {case}, k.ordinal::text from filing_correction k join case_file c on c.id = k.case_id
        left join lateral (select a.body, a.office_date, row_number() over (order by a.seq) as n from act a
            where a.case_id = c.id and a.verb = 'request_correction') asked on asked.n = k.ordinal
        left join lateral (select a.body, a.office_date, a.outcome, row_number() over (order by a.seq) as n from act a
            where a.case_id = c.id and a.verb = 'correct') made on made.n = k.ordinal
    where k.text is distinct from {said asked.body text} or k.note <> coalesce({said made.body note}, '')
        or (k.requested_on, k.corrected_on) is distinct from (asked.office_date, made.office_date)
        or encode(k.package_hash, 'hex') is distinct from made.outcome -> 'result' ->> 'package_hash'
    order by c.id, k.ordinal;

-- finding: 취합한 행이 %[1]s건으로 기록되었으나 취합 행위는 %[2]s건입니다 (%[1]s rows recorded, the act compiled %[2]s)
select {case}, p.rows::text, l.n from compilation p join case_file c on c.id = p.case_id
        left join lateral (select a.outcome -> 'result' ->> 'rows' as n from act a where a.case_id = c.id and a.verb = 'compile'
            order by a.seq desc limit 1) l on true
    where p.rows::text <> coalesce(l.n, '0') order by c.id;

-- finding: 협약기간이 %[1]s까지(연장 %[2]s회)로 기록되었으나 행위로는 %[3]s까지(%[4]s회)입니다 (the term ends %[1]s after %[2]s renewals, the acts say %[3]s and %[4]s)
select {case}, g.term_to::text, g.renewals::text, coalesce(l.until, first.until), coalesce(l.n, '0')
    from agreement g join case_file c on c.id = g.case_id
        cross join lateral (select g.terms -> 'term' ->> 'end' as until) first
        left join lateral (select a.outcome -> 'result' ->> 'term_to' as until, a.outcome -> 'result' ->> 'renewals' as n from act a
            where a.case_id = c.id and a.outcome -> 'result' ? 'renewals' order by a.seq desc limit 1) l on true
    where g.renewals::text <> coalesce(l.n, '0') or g.term_to::text is distinct from coalesce(l.until, first.until) order by c.id;

-- finding: 중복 조정 %[1]s번의 기록이 행위와 다릅니다 (what was decided on an overlap in act %[1]s is not what the act said)
select {case}, coalesce(d.act_seq, a.seq)::text
    from (select * from act where verb = 'adjust_overlap') a
        full join overlap_decision d on d.case_id = a.case_id and d.act_seq = a.seq
        join case_file c on c.id = coalesce(d.case_id, a.case_id)
    where (d.decision, d.part || '/' || d.item_a || '/' || d.item_b, d.item, d.to_unit, d.reason, d.decided_on, d.person_id)
        is distinct from ({said a.body decision}, {said a.body pair}, coalesce({said a.body row}, ''), {said a.body to_unit},
            a.reason, a.office_date, a.person_id)
        or d.meeting_id::text is distinct from {said a.body meeting}
    order by c.id, 2;

-- finding: 공개본 %[1]s호를 확정한 기록이 없습니다 (nobody released public copy %[1]s as it stands)
select {case}, p.number::text from public_copy p join case_file c on c.id = p.case_id
    where sha256(p.content) <> p.content_hash or not exists (select from contribution k where k.case_id = p.case_id
        and k.verb = 'release_public_copy' and k.person_id = p.released_by and k.office_date = p.released_on
        and {said k.body copy_hash} = encode(p.content_hash, 'hex'))
    order by c.id, p.number;

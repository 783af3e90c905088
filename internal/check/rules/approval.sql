-- examined
select (select count(*) from line_cell) + (select count(*) from decision);

-- finding: 결재되었으나 결재선 %[1]s번 칸(%[2]s)의 상태는 %[3]s입니다 (approved, but cell %[1]s of %[2]s is %[3]s)
select {case}, l.position::text, l.post_id, l.state from line_cell l join case_file c on c.id = l.case_id
    where c.state in ('approved', 'dispatched') and l.round = c.round
        and l.state not in ('signed', 'void', 'skipped', 'lifted') order by c.id, l.position;

-- finding: 결재되었으나 마지막 칸이 결재권자의 서명이 아닙니다 (approved without the final signature)
select {case} from case_file c where c.kind = 'document' and c.state in ('approved', 'dispatched')
    and coalesce((select l.role from line_cell l where l.case_id = c.id and l.round = c.round and l.state = 'signed'
        order by l.step desc limit 1), '') <> 'approve' order by c.id;

-- finding: %[1]s차 %[2]s번 칸이 본 해시가 그 차수의 본문과 다릅니다 (round %[1]s cell %[2]s saw another content than its round has)
select {case}, l.round::text, l.position::text from line_cell l join case_file c on c.id = l.case_id
        left join document_version v on v.case_id = l.case_id and v.round = l.round and v.version = l.version
    where l.state in ('signed', 'returned', 'lifted') and l.hash_seen is distinct from v.content_hash
    order by c.id, l.round, l.position;

-- finding: 사안의 내용 해시가 %[1]s차 본문과 다릅니다 (the content hash of the case is not that of round %[1]s)
select {case}, c.round::text from document d join case_file c on c.id = d.case_id
        left join document_version v on v.case_id = c.id and v.round = c.round and v.version = d.version
    where c.state not in ('drafting', 'missing') and (v.content_hash is null or c.content_hash is distinct from v.content_hash)
    order by c.id;

-- finding: %[1]s차 %[2]s번 칸의 서명에 맞는 결정과 행위가 없습니다 (the signature in round %[1]s cell %[2]s has no decision and act of its own)
select {case}, l.round::text, l.position::text from line_cell l join case_file c on c.id = l.case_id
    where l.state in ('signed', 'returned', 'skipped', 'lifted') and not exists (
        select from decision d join act a on a.case_id = d.case_id and a.seq = d.act_seq
        where d.case_id = l.case_id and d.round = l.round and d.cell = l.position::text and d.role = l.role
            and d.person_id = l.person_id and d.hash_seen = l.hash_seen and d.office_date = l.signed_on
            and a.round = d.round and a.verb = d.verb and a.person_id = d.person_id
            and (a.hash_seen = d.hash_seen or l.version > 1)
            and (a.verb = 'return') = (l.state = 'returned'))
    order by c.id, l.round, l.position;

-- finding: 결정 %[1]s(%[2]s)이(가) 그 행위와 다릅니다 (decision %[1]s %[2]s differs from its act)
select {case}, d.act_seq::text, d.verb from decision d join case_file c on c.id = d.case_id
        left join act a on a.case_id = d.case_id and a.seq = d.act_seq
    where (d.verb, d.round, d.person_id, d.office_date) is distinct from (a.verb, a.round, a.person_id, a.office_date)
        or (c.kind in ('document', 'submission') and d.hash_seen is distinct from a.hash_seen
            and not exists (select from document_version v where v.case_id = c.id and v.round = d.round and v.version > 1
                and v.content_hash = d.hash_seen)) -- who edited has signed what he wrote
    order by c.id, d.act_seq;

-- finding: 행위 %[1]s번(%[2]s)에 결정 기록이 없습니다 (act %[1]s %[2]s has no decision)
select {case}, a.seq::text, a.verb from act a join case_file c on c.id = a.case_id
    where (c.kind = 'document' and a.verb in ('review', 'concur', 'agree', 'approve', 'return', 'escalate', 'skip_review', 'hold')
            or c.kind = 'submission' and a.verb in ('approve', 'accept')
            or c.kind = 'compilation' and a.verb = 'confirm')
        and not exists (select from decision d where d.case_id = a.case_id and d.act_seq = a.seq) order by c.id, a.seq;

-- finding: 기안한 사람이 행위 %[1]s번(%[2]s)으로 결재했습니다 (act %[1]s, %[2]s, was done by the drafter himself)
select {case}, a.seq::text, a.verb from act a join case_file c on c.id = a.case_id
        join lateral (select d.person_id from act d where d.case_id = a.case_id and d.seq < a.seq
            and d.verb in ('submit', 'redraft') order by d.seq desc limit 1) draft on true
    where c.kind in ('document', 'submission') and a.verb in ('review', 'concur', 'agree', 'approve', 'escalate')
        and a.person_id = draft.person_id order by c.id, a.seq;

-- finding: %[1]s차 %[2]s번 칸은 앞 칸보다 먼저 서명되었습니다 (round %[1]s cell %[2]s was signed before the cell in front of it)
select {case}, d.round::text, d.cell from decision d join case_file c on c.id = d.case_id and c.kind = 'document'
        join decision e on e.case_id = d.case_id and e.round = d.round and e.act_seq > d.act_seq
        join line_cell ahead on ahead.case_id = e.case_id and ahead.round = e.round and ahead.position::text = e.cell
        join line_cell own on own.case_id = d.case_id and own.round = d.round and own.position::text = d.cell
    where ahead.step < own.step and ahead.version = own.version and ahead.state = 'signed' and own.state = 'signed'
        and not exists (select from document_version v where v.case_id = d.case_id and v.round = d.round and v.version > 1)
    order by c.id, d.act_seq;

-- finding: 결정 %[1]s의 해시가 지금의 내용과 다릅니다 (act %[1]s decided on another content than the case has)
select {case}, d.act_seq::text from decision d join case_file c on c.id = d.case_id and c.kind in ('submission', 'compilation')
    where c.state in ('accepted', 'confirmed') and d.act_seq in (select max(x.act_seq) from decision x where x.case_id = c.id group by x.role)
        and d.hash_seen is distinct from c.content_hash order by c.id, d.act_seq;

-- finding: %[1]s차 결재선에 칸이 없거나 빠졌습니다 (the line of round %[1]s has no cells or lacks one)
select {case}, v.round::text from document_version v join case_file c on c.id = v.case_id
        cross join lateral (select count(*) as n, max(position) as last, count(*) filter (where role = 'approve') as deciders
            from line_cell where case_id = v.case_id and round = v.round) line
    where line.n = 0 or line.n <> line.last or line.deciders = 0 order by c.id, v.round;

-- finding: 결정 %[1]s(%[2]s)에 맞는 결재선의 칸이 없습니다 (decision %[1]s %[2]s signed a cell that is not there)
select {case}, d.act_seq::text, d.verb from decision d join case_file c on c.id = d.case_id and c.kind = 'document'
    where not exists (select from line_cell l where l.case_id = d.case_id and l.round = d.round and l.position::text = d.cell
        and (d.verb = 'hold' or l.role = d.role and l.person_id = d.person_id and l.opinion = d.opinion)) order by c.id, d.act_seq;

-- finding: 결정 %[1]s(%[2]s)의 직위나 의견이 행위와 다릅니다 (post or opinion of decision %[1]s %[2]s are not those of its act)
select {case}, d.act_seq::text, d.verb from decision d join case_file c on c.id = d.case_id
        join act a on a.case_id = d.case_id and a.seq = d.act_seq
    where d.post_id is distinct from a.post_id or c.kind = 'document'
        and d.opinion <> case when a.verb in ('return', 'escalate', 'hold') then a.reason else coalesce({said a.body opinion}, '') end
    order by c.id, d.act_seq;

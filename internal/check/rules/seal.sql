-- finding: 봉인도 대기도 아닌 기록입니다 (the entry is neither sealed nor waiting for its leaf)
select e.kind || ' ' || e.subject_id || ' ' || e.id from audit_entry e
    where not exists (select from audit_leaf l where l.entry_id = e.id)
        and not exists (select from audit_pending p where p.entry_id = e.id) order by e.at, e.id;

-- finding: 봉인된 기록이 아직 대기 중입니다 (the entry is sealed at leaf %[1]s and still waiting)
select p.entry_id::text, l.leaf::text from audit_pending p join audit_leaf l on l.entry_id = p.entry_id order by l.leaf;

-- note: 봉인을 기다리는 기록이 %[1]s건 있습니다 (%[1]s entries wait for their leaf)
select 'audit_pending', count(*)::text from audit_pending having count(*) > 0;

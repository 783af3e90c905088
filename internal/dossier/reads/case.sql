-- One case with everything that its kind records, in the shape of evidence.Case.
select jsonb_build_object(
    'id', c.id, 'kind', c.kind, 'cycle', coalesce(y.name || '-' || y.year, ''), 'stage', coalesce(s.key, ''),
    'stage_title', coalesce(s.title, ''), 'unit', c.unit_id, 'unit_name', u.name, 'subject', c.subject, 'title', c.title,
    'state', c.state, 'round', c.round, 'seq', c.seq, 'content_hash', coalesce(encode(c.content_hash, 'hex'), ''),
    'pack', encode(c.pack_hash, 'hex'), 'opened_on', c.opened_on, 'closed_on', coalesce(c.closed_on::text, ''),
    'acts', (select coalesce(jsonb_agg(jsonb_build_object(
            'seq', a.seq, 'verb', a.verb, 'from', a.from_state, 'to', a.to_state, 'round', a.round, 'actor', a.actor,
            'name', coalesce(p.name, ''), 'post', coalesce(a.post_id, ''),
            'post_title', coalesce(o.title, ''), 'task', a.task_key, 'request', encode(a.request_hash, 'hex'), 'reason', coalesce(w.reason, a.reason),
            'body', coalesce(w.body, a.body), 'salt', coalesce(encode(w.salt, 'hex'), ''), 'carried', coalesce(w.carried, false),
            'hash_seen', coalesce(encode(a.hash_seen, 'hex'), ''), 'office_date', a.office_date,
            'at', to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'articles', (select coalesce(jsonb_agg(distinct r->>'article'), '[]') from task t, jsonb_array_elements(t.reasons) r
                where t.case_id = c.id and t.natural_key = a.task_key and a.task_key <> '' and coalesce(r->>'article', '') <> ''))
            order by a.seq), '[]')
        from act a left join person p on p.id = a.person_id left join post o on o.id = a.post_id
            left join personal_words w on w.case_id = a.case_id and w.act_seq = a.seq where a.case_id = c.id),
    'contributions', (select coalesce(jsonb_agg(jsonb_build_object(
            'id', k.id, 'verb', k.verb, 'item', k.item, 'revision', k.revision, 'actor', k.actor, 'post', coalesce(k.post_id, ''),
            'task', k.task_key, 'request', encode(k.request_hash, 'hex'), 'body', coalesce(w.body, k.body),
            'salt', coalesce(encode(w.salt, 'hex'), ''), 'carried', coalesce(w.carried, false), 'office_date', k.office_date,
            'at', to_char(k.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by k.at, k.id), '[]')
        from contribution k left join personal_words w on w.contribution_id = k.id where k.case_id = c.id),
    'forgotten', (select jsonb_build_object('on', n.forgotten_on, 'rule', n.forgotten_rule, 'article', n.forgotten_article,
            'entry', n.forgotten_by) from nomination n where n.case_id = c.id and n.forgotten_on is not null),
    'decisions', (select coalesce(jsonb_agg(jsonb_build_object(
            'act', d.act_seq, 'round', d.round, 'role', d.role, 'cell', d.cell, 'post', coalesce(d.post_id, ''),
            'person', coalesce(d.person_id::text, ''), 'verb', d.verb, 'hash_seen', coalesce(encode(d.hash_seen, 'hex'), ''),
            'opinion', d.opinion, 'office_date', d.office_date) order by d.act_seq), '[]')
        from decision d where d.case_id = c.id),
    'line', (select coalesce(jsonb_agg(jsonb_build_object(
            'round', l.round, 'position', l.position, 'step', l.step, 'role', l.role, 'post', l.post_id, 'title', l.title,
            'delegated', l.delegated, 'state', l.state, 'version', l.version,
            'hash_seen', coalesce(encode(l.hash_seen, 'hex'), ''), 'person', coalesce(l.person_id::text, ''),
            'name', coalesce(p.name, ''), 'proxy', l.proxy,
            'proxy_post', coalesce(l.signed_post, ''), 'signed_on', coalesce(l.signed_on::text, ''), 'opinion', l.opinion,
            'agrees', l.agrees, 'skip_reason', l.skip_reason, 'row', l.row_id, 'articles', to_jsonb(l.article), 'why', l.why)
            order by l.round, l.step, l.position), '[]')
        from (select case_id, round, position, step, role, post_id, title, delegated, state, version, hash_seen, person_id, proxy,
                signed_post, signed_on, opinion, agrees, skip_reason, row_id, article, why from line_cell where case_id = c.id
            union all
            select case_id, round, position, step, role, post_id, title, false, state, 0, hash_seen, person_id, proxy, signed_post,
                signed_on, opinion, null, '', row_id, article, why from submission_cell where case_id = c.id) l
            left join person p on p.id = l.person_id),
    'document', (select jsonb_build_object(
            'matter', d.matter, 'number', coalesce(d.document_number, ''), 'policy_number', coalesce(d.policy_number, ''),
            'authority', d.authority_row, 'pack', coalesce(encode(d.pack_hash, 'hex'), ''), 'disclosure', d.disclosure,
            'drafter', d.drafter_post, 'version', d.version, 'drafted_on', d.drafted_on,
            'approved_on', coalesce(d.approved_on::text, ''), 'dispatched_on', coalesce(d.dispatched_on::text, ''),
            'attachments', (select coalesce(jsonb_agg(x->>'title'), '[]') from jsonb_array_elements(d.attachments) x),
            'dispatches', (select coalesce(jsonb_agg(jsonb_build_object('unit', g.unit_id, 'name', w.name, 'on', g.dispatched_on,
                'arrived_on', coalesce(g.arrived_on::text, ''), 'rule', g.rule) order by g.unit_id), '[]')
                from dispatch g join unit w on w.id = g.unit_id where g.case_id = c.id))
        from document d where d.case_id = c.id),
    'meeting', (select jsonb_build_object(
            'body', m.body_id, 'body_name', b.name, 'hold_on', m.hold_on, 'call_by', m.call_by,
            'called_on', coalesce(m.called_on::text, ''), 'arrived_on', coalesce(m.arrived_on::text, ''), 'urgent', m.urgent,
            'held_on', coalesce(m.held_on::text, ''), 'in_office', coalesce(m.in_office, 0), 'present', coalesce(m.present, 0),
            'quorum', coalesce(m.quorum, 0), 'presiding', m.presiding,
            'members', (select coalesce(jsonb_agg(jsonb_build_object('member', t.member, 'role', t.role, 'name', p.name, 'called_on', coalesce(t.called_on::text, ''), 'present', t.present,
                'signed_on', coalesce(t.signed_on::text, '')) order by t.member), '[]')
                from attendance t join person p on p.id = t.person_id where t.case_id = c.id),
            'items', (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'ordinal', i.ordinal, 'title', i.title,
                'about', coalesce(i.about::text, ''), 'about_hash', coalesce(encode(i.about_hash, 'hex'), ''), 'result', i.result,
                'condition', i.condition, 'present', coalesce(i.present, 0), 'yes', coalesce(i.yes, 0), 'no', coalesce(i.no, 0),
                'abstain', coalesce(i.abstain, 0), 'recused', coalesce(i.recused, 0), 'needed', coalesce(i.needed, 0))
                order by i.ordinal), '[]')
                from agenda_item i where i.case_id = c.id),
            'ballots', (select coalesce(jsonb_agg(jsonb_build_object('item', v.item_id, 'member', v.member,
                'person', v.person_id, 'choice', v.choice) order by i.ordinal, v.choice, v.member), '[]')
                from ballot v join agenda_item i on i.id = v.item_id where i.case_id = c.id))
        from meeting m join body b on b.id = m.body_id where m.case_id = c.id),
    'details', case c.kind
        when 'submission' then (select to_jsonb(x) - 'case_id' from submission x where x.case_id = c.id)
        when 'receipt' then (select (to_jsonb(x) - 'case_id') || jsonb_build_object('findings', (select coalesce(
            jsonb_agg(to_jsonb(f) - 'case_id' order by f.ordinal), '[]') from finding f where f.case_id = c.id))
            from receipt x where x.case_id = c.id)
        when 'compilation' then (select jsonb_build_object('rows', x.rows, 'decisions', x.decisions, 'compiled_on', x.compiled_on,
            'confirmed_on', x.confirmed_on) from compilation x where x.case_id = c.id)
        when 'consultation' then (select to_jsonb(x) - 'case_id' from consultation x where x.case_id = c.id)
        when 'filing' then (select (to_jsonb(x) - 'case_id') || jsonb_build_object('corrections', (select coalesce(
            jsonb_agg(to_jsonb(f) - 'case_id' order by f.ordinal), '[]') from filing_correction f where f.case_id = c.id))
            from filing x where x.case_id = c.id)
        when 'opinion' then (select to_jsonb(x) - 'case_id' from opinion x where x.case_id = c.id)
        when 'nomination' then (select (to_jsonb(x) - 'case_id') || jsonb_build_object('scores', (select coalesce(
            jsonb_agg(to_jsonb(f) - 'case_id' order by f.person_id), '[]') from score f where f.case_id = c.id))
            from nomination x where x.case_id = c.id)
        when 'agreement' then (select to_jsonb(x) - 'case_id' from agreement x where x.case_id = c.id)
    end,
    'notices', (select coalesce(jsonb_agg(jsonb_build_object(
            'id', n.id, 'kind', n.kind, 'cause', n.dedup, 'act', coalesce(case
                when split_part(n.dedup, '/', 1) = n.kind and split_part(n.dedup, '/', 4) <> '' then
                    case when split_part(n.dedup, '/', 3) ~ '^\d{1,9}$' then split_part(n.dedup, '/', 3)::int end
                when split_part(n.dedup, '/', 1) = n.kind then t.opened_seq end, 0),
            'person', n.person_id, 'name', p.name, 'office_date', n.office_date, 'state', n.state,
            'state_reason', n.state_reason, 'legal', n.legal, 'template', n.template,
            'body_hash', coalesce(encode(n.body_hash, 'hex'), ''), 'message_id', n.message_id, 'smtp_reply', n.smtp_reply,
            'sent_at', coalesce(to_char(n.sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ''),
            'resent_of', coalesce(n.resent_of::text, ''),
            'attempts', (select coalesce(jsonb_agg(jsonb_build_object('ordinal', x.ordinal, 'ok', x.ok, 'reply', x.reply,
                'at', to_char(x.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by x.ordinal), '[]')
                from notice_attempt x where x.notice_id = n.id),
            'bounces', (select coalesce(jsonb_agg(jsonb_build_object('outcome', x.outcome, 'status', x.status,
                'hash', encode(x.content_hash, 'hex')) order by x.received_at, x.content_hash), '[]')
                from mail_bounce x where x.notice_id = n.id)) order by n.created_at, n.id), '[]')
        from notice n join person p on p.id = n.person_id left join task t on t.id = n.task_id where n.case_id = c.id),
    'attachments', (select coalesce(jsonb_agg(jsonb_build_object('name', x.name, 'sha256', encode(x.sha256, 'hex'))
            order by x.name, x.sha256), '[]')
        from (select name, sha256 from case_attachment where case_id = c.id
            union select name, sha256 from row_attachment where case_id = c.id and removed_on is null) x)
)
from case_file c
    join unit u on u.id = c.unit_id
    left join cycle y on y.id = c.cycle_id
    left join stage s on s.id = c.stage_id
where c.id = $1

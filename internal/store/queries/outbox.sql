-- name: ExpireNotices :exec
update notice set state = 'unknown', claimed_until = null,
    state_reason = 'the attempt ended before its answer was recorded; a reminder is not sent twice'
where state = 'claimed' and claimed_until < now() and not legal
    and exists (select from notice_attempt a where a.notice_id = notice.id and a.ordinal = notice.attempts);

-- name: ClaimNotices :many
-- On a closed day (not @working) only what the law asks for on that very day may leave: the day was closed after the
-- notice had been written for it. A code that somebody waits for leaves at any time.
update notice n set state = 'claimed', state_reason = '', claimed_until = now() + interval '30 seconds', attempts = n.attempts + 1,
    message_id = case when n.message_id = '' then n.id || @suffix::text else n.message_id end
from person p
where p.id = n.person_id and n.id in (
    select d.id from notice d
    where d.send_on <= @today and (@working::bool or d.kind = 'sign_in_code' or (d.legal and d.send_on = @today))
        and d.state in ('queued', 'claimed') and d.next_try <= now() and (d.cleared or d.legal or not @settled::bool)
        and (d.state = 'queued' or d.claimed_until < now() and (d.legal
            or not exists (select from notice_attempt a where a.notice_id = d.id and a.ordinal = d.attempts)))
    order by d.send_on, d.next_try, d.id limit @most for update skip locked)
returning n.id, n.kind, n.case_id, p.name, p.email,
    -- The unit that runs the cycle answers questions.
    coalesce((select u.name from case_file f join cycle y on y.id = f.cycle_id join post o on o.id = y.owner_post
        join unit u on u.id = o.unit_id where f.id = n.case_id), '')::text as ask, n.params, n.legal, n.message_id, n.attempts,
    (select count(*) from notice_attempt a where a.notice_id = n.id)::int as tries,
    coalesce((select f.language from notice_preference f where f.person_id = p.id), 'ko')::text as language,
    -- As the papers stand now: one may have been closed since its notice was written. A call names its agenda.
    exists (select from (select n.case_id as id union all select i.about from agenda_item i where i.case_id = n.case_id) paper
            join case_file c on c.id = paper.id
            left join document doc on doc.case_id = c.id
        where c.kind = 'nomination' or doc.disclosure = 'closed')::boolean as closed;

-- name: BeginAttempt :exec
-- A claim that lasts for the whole of a letter, with all its waiting (4 times 6 s), is left as it is: writing the notice
-- costs as much as sending it.
with renewed as (
    update notice u set claimed_until = now() + interval '30 seconds'
    where u.id = @id and u.state = 'claimed' and u.attempts = @attempt
        and u.claimed_until <= now() + interval '25 seconds'
    returning u.id, u.attempts
), mine as (
    select r.id, r.attempts from renewed r
    union all
    select n.id, n.attempts from notice n where n.id = @id and n.state = 'claimed' and n.attempts = @attempt
        and n.claimed_until > now() + interval '25 seconds'
)
insert into notice_attempt (notice_id, ordinal, reply, ok) select mine.id, mine.attempts, 'begun', false from mine
on conflict (notice_id, ordinal) do nothing;

-- name: RecordPosted :exec
with mine as (
    update notice set state = @state, state_reason = @reason, smtp_reply = @reply, claimed_until = null,
        sent_at = case when @ok then now() end, sent_on = case when @ok then @day::date end, body_hash = @body_hash,
        template = @template,
        next_try = now() + make_interval(secs => @wait_seconds) * (0.75 + random() / 2)
    where id = @id and attempts = @attempt and state in ('claimed', 'unknown') returning id, attempts)
insert into notice_attempt (notice_id, ordinal, reply, ok) select id, attempts, @reply, @ok from mine
on conflict (notice_id, ordinal) do update set at = now(), reply = excluded.reply, ok = excluded.ok;

-- name: ReturnLetter :exec
with mine as (
    update notice set state = 'queued', state_reason = @reason, claimed_until = null,
        next_try = now() + make_interval(secs => @wait_seconds) * (0.75 + random() / 2)
    where id = @id and attempts = @attempt and state = 'claimed' returning id, attempts)
delete from notice_attempt a using mine where a.notice_id = mine.id and a.ordinal = mine.attempts;

-- name: PersonsToGatherFor :many
select w.person_id from notice w
where w.state = 'held' and w.office_date <= @day and w.person_id > @after
group by w.person_id order by w.person_id limit @most;

-- name: GatherDigests :exec
-- For the persons after one and up to another; several such pages may be gathered at once.
with page as (
    select p.person_id, gen_random_uuid() as digest from (
        select distinct w.person_id from notice w
        where w.state = 'held' and w.office_date <= @day and w.person_id > @after and w.person_id <= @upto) p
), held as (
    select n.id, n.person_id, page.digest, n.kind, n.params, n.task_id, t.due_operative, t.due_legal,
        case when t.state <> 'open' then 'done meanwhile' when o.delivery = 'off' then 'switched off by the person'
            when row_number() over (partition by n.person_id, coalesce(n.task_id, n.id),
                case when n.kind in ('informed', 'deadline_moved', 'extension_granted', 'extension_refused') then n.kind end,
                o.delivery is not distinct from 'off' order by n.office_date desc, n.id) > 1
            then 'superseded' else '' end as why,
        n.params -> 'closed' = 'true' or c.kind = 'nomination' or doc.disclosure = 'closed' as closed
    from page cross join lateral ( -- offset 0: person by person, never through what is held for everybody
            select * from notice w where w.person_id = page.person_id and w.state = 'held' and w.office_date <= @day offset 0) n
        left join task t on t.id = n.task_id
        left join case_file c on c.id = coalesce(t.case_id, n.case_id) left join document doc on doc.case_id = c.id
        left join notice_choice o on o.person_id = n.person_id and o.kind = n.kind
            and @rules::jsonb -> n.kind -> 'choices' @> to_jsonb(o.delivery)
), line as (
    select id, person_id, digest, due_operative, params ->> 'title' as title, jsonb_strip_nulls(params || jsonb_build_object(
        'kind', case when due_operative is null or kind not in ('due_soon', 'due_today', 'overdue') then kind
            when due_operative < @day then 'overdue' when due_operative = @day then 'due_today' else 'due_soon' end,
        'closed', case when closed then true end, 'task_id', task_id, 'due_operative', coalesce(due_operative::text, params ->> 'due_operative'),
        'due_legal', coalesce(due_legal::text, params ->> 'due_legal'))) as item
    from held where why = ''
), made as (
    insert into notice (id, kind, dedup, person_id, office_date, send_on, params, state, legal)
    select digest, 'digest', 'digest/' || @day || '/' || person_id, person_id, @day, @day,
        jsonb_build_object('title', @title::text, 'items', jsonb_agg(item order by due_operative, title, id)), 'queued', false
    from line group by person_id, digest
    on conflict (dedup) do nothing returning person_id
)
update notice n set state = 'suppressed', state_reason = coalesce(nullif(h.why, ''), 'digest ' || h.digest)
from held h -- by its id: "is true" keeps this from looking through all that is held
where n.id = h.id and (n.state = 'held') is true and (h.why <> '' or h.person_id in (select m.person_id from made m));

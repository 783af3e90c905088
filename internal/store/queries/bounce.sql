-- name: TellNotNotified :exec
-- Of a notice that did not arrive, those are told who hold the post that keeps its process or its cycle going, or stand
-- in for it: at once where the law asks for the notice, else in their digest. It names the post of whom it did not
-- reach. Where he whom it did not reach would be the only one to learn of it, the head of his unit is told, and where
-- that is he as well, the head of the bureau. That this notice does not arrive either tells nobody.
insert into notice (id, kind, dedup, person_id, case_id, office_date, send_on, params, state, legal)
select gen_random_uuid(), 'not_notified', 'not_notified/' || n.id || '/' || told.person, told.person, n.case_id, @day::date,
    @send_on::date, jsonb_strip_nulls(jsonb_build_object('title', coalesce(n.params ->> 'title', ''), 'unit', addressee.unit,
        'closed', case when n.params -> 'closed' = 'true' then true end, 'undelivered',
        jsonb_build_object('kind', n.kind, 'post', coalesce(addressee.post, ''), 'why', @why::text))),
    case when n.legal then 'queued' else 'held' end, false
from notice n
    left join case_file c on c.id = n.case_id
    left join process p on p.id = c.process_id
    left join cycle y on y.id = c.cycle_id
    cross join lateral (
        select min(u.name) as unit, string_agg(u.name || ' ' || t.title, ', ' order by h.post_id) as post
        from holding h join post t on t.id = h.post_id join unit u on u.id = t.unit_id
        where h.person_id = n.person_id and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
    ) addressee
    cross join lateral (
        select distinct x.person from (
            select who.person, answering.step, min(answering.step) over () as nearest
            from (
                select p.owner_post as post union select y.owner_post
                union select last.owner_post from (
                    select o.owner_post from cycle o join case_file f on f.cycle_id = o.id and f.kind = 'cycle'
                    where n.case_id is null and f.closed_on is null order by o.year desc, o.id limit 1) last
            ) owner
            join post t on t.id = owner.post
            cross join lateral (values (1, owner.post), (2, unit_head(t.unit_id, @day::date)), (3, bureau_head(t.unit_id, @day::date)))
                answering (step, post)
            cross join lateral (
                select h.person_id as person from holding h
                where h.post_id = answering.post and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
                union select s.person from stands_for(answering.post, @day::date) s
            ) who
            where who.person <> n.person_id
        ) x where x.step = x.nearest
    ) told
where n.id = @id and n.state in ('failed', 'bounced') and n.kind <> 'not_notified'
on conflict (dedup) do nothing;

-- name: KnownBounce :one
select outcome, reason, notice_id from mail_bounce where content_hash = @content_hash;

-- name: LockNoticeOfMail :one
-- Which notice a report speaks of, and to whom it went.
select n.id, n.message_id, n.state, p.email from notice n join person p on p.id = n.person_id
where n.id = @id for update of n;

-- name: InsertBounce :execrows
insert into mail_bounce (content_hash, notice_id, outcome, reason, status, named, source, office_date)
values (@content_hash, sqlc.narg('notice_id'), @outcome, @reason, @status, @named, @source, @office_date)
on conflict (content_hash) do nothing;

-- name: MarkBounced :exec
update notice set state = 'bounced', state_reason = @reason, claimed_until = null where id = @id;

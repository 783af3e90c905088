-- name: SettleNotices :one
-- What the law does not ask for is settled before it may be claimed: switched off, moved to the digest, held back through
-- the quiet hours or behind the last letter to the same person, put together with others, or cleared. One statement, so a
-- crash leaves either nothing or all of it; whoever has the row of a letterbox begins the letter, others wait behind it.
with page as (
    select distinct n.person_id from notice n
    where n.state = 'queued' and not n.cleared and not n.legal and n.send_on <= @today::date and n.next_try <= now()
    order by n.person_id limit @most::int
), waiting as materialized (
    select w.id, page.person_id, w.kind, w.params, w.task_id, w.case_id, w.created_at, w.waited
    from page cross join lateral (
        select n.id, n.kind, n.params, n.task_id, n.case_id, n.created_at, n.next_try > n.created_at as waited
        from notice n
        where n.person_id = page.person_id and n.state = 'queued' and not n.cleared and not n.legal
            and n.send_on <= @today::date and n.next_try <= now()
        order by n.send_on, n.next_try limit @lines::int for update skip locked) w
), wish as materialized (
    select w.id, w.person_id, w.kind, w.waited and t.state <> 'open' as done,
        coalesce(c.delivery, @rules::jsonb -> w.kind ->> 'delivery', 'immediate') as delivery,
        case when @by_wall::bool then quiet_until(now(), coalesce(p.quiet_from, @quiet_from::text),
            coalesce(p.quiet_to, @quiet_to::text)) end as quiet
    from waiting w
        left join task t on t.id = w.task_id
        left join notice_preference p on p.person_id = w.person_id
        left join notice_choice c on c.person_id = w.person_id and c.kind = w.kind
            and @rules::jsonb -> w.kind -> 'choices' @> to_jsonb(c.delivery)
), fate as materialized (
    select id, person_id, case when done then 'done' when delivery = 'off' then 'off' when delivery = 'digest' then 'held'
        when quiet is not null then 'quiet' when kind in ('digest', 'bundle', 'invited') then 'alone' else 'loose' end as what, quiet
    from wish
), alone as (
    insert into letterbox (person_id, last_at)
    select distinct f.person_id, now() from fate f where f.what = 'alone' and @window_seconds::float8 > 0 order by 1
    on conflict (person_id) do update set last_at = greatest(letterbox.last_at, excluded.last_at)
), begun as (
    insert into letterbox (person_id, last_at)
    select distinct f.person_id, now() from fate f
    where f.what = 'loose' and @window_seconds::float8 > 0
        and not exists (select from fate o where o.person_id = f.person_id and o.what = 'alone')
    order by 1
    on conflict (person_id) do update set last_at = excluded.last_at
        where letterbox.last_at <= now() - make_interval(secs => @window_seconds::float8)
    returning person_id
), goes as (
    select f.id, f.person_id, count(*) over (partition by f.person_id) as together from fate f
    where f.what = 'loose' and (@window_seconds::float8 <= 0 or f.person_id in (select b.person_id from begun b))
), made as (
    insert into notice (id, kind, dedup, person_id, office_date, send_on, params, state, legal, cleared)
    select gen_random_uuid(), 'bundle', 'bundle/' || min(w.id::text), w.person_id, @today::date, @today::date,
        jsonb_build_object('title', @title::text, 'items', jsonb_agg(jsonb_strip_nulls(w.params || jsonb_build_object(
            'kind', w.kind, 'task_id', w.task_id, 'due_operative', coalesce(t.due_operative::text, w.params ->> 'due_operative'),
            'due_legal', coalesce(t.due_legal::text, w.params ->> 'due_legal'), 'closed', case when w.params -> 'closed' = 'true'
                or f.kind = 'nomination' or d.disclosure = 'closed' then true end)) order by w.created_at, w.id)),
        'queued', false, true
    from goes g join waiting w on w.id = g.id
        left join task t on t.id = w.task_id
        left join case_file f on f.id = coalesce(t.case_id, w.case_id)
        left join document d on d.case_id = f.id
    where g.together > 1 group by w.person_id
    returning id, person_id
), settled as (
    update notice n set
        state = case when f.what in ('done', 'off') or m.id is not null then 'suppressed'
            when f.what = 'held' then 'held' else n.state end,
        state_reason = case when f.what = 'done' then 'done meanwhile' when f.what = 'off' then 'switched off by the person'
            when m.id is not null then 'bundle ' || m.id else n.state_reason end,
        cleared = f.what = 'alone' or coalesce(g.together, 0) = 1,
        next_try = case when f.what = 'quiet' then f.quiet
            when f.what = 'loose' and g.id is null then make_interval(secs => @window_seconds::float8)
                + case when b.last_at > now() - make_interval(secs => @window_seconds::float8) then b.last_at else now() end
            else n.next_try end
    from fate f
        left join goes g on g.id = f.id
        left join made m on m.person_id = f.person_id and g.together > 1
        left join letterbox b on b.person_id = f.person_id
    where n.id = f.id
    returning n.id
)
select count(*)::int as settled from settled;

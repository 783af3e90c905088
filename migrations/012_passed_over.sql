-- Whoever drafted a paper signs it in no post (행정업무의 운영 및 혁신에 관한 규정 제10조). While he was the first at work in an
-- acting order, or the delegate, the paper waited for a man who may not sign it, and the next in the order never got it.
-- Now he counts as not being there, for that paper alone, and the order goes on past him.

create function drafters_of(of_case uuid) returns uuid[] language sql stable as $$
    select coalesce(array_agg(distinct a.person_id), '{}') from act a
    where a.case_id = of_case and a.verb in ('submit', 'redraft') and a.person_id is not null
$$;

-- As before, but as if the barred were not at work: none of them stands in, and the next in the order does.
create function stands_for(of_post text, on_day date, barred uuid[])
returns table (deputy text, person uuid, kind text, matters text[], ref text, until date, why text) language sql stable as $$
    select d.deputy_post, h.person_id, 'delegation', d.matters, d.id::text, d.valid_to, d.reason
    from delegation d
        join holding h on h.post_id = d.deputy_post and h.valid_from <= on_day and (h.valid_to is null or h.valid_to >= on_day)
    where d.post_id = of_post and d.revoked_on is null and on_day between d.valid_from and d.valid_to
        and not h.person_id = any(barred)
    union all
    select o.deputy_post, h.person_id, 'acting', '{}'::text[], '', -- until the first who is away comes back
        (select min(a.valid_to) from absence a join holding b on b.person_id = a.person_id and b.post_id = of_post
                and b.valid_from <= on_day and (b.valid_to is null or b.valid_to >= on_day)
            where a.cancelled_on is null and on_day between a.valid_from and a.valid_to), ''
    from acting_order o
        join holding h on h.post_id = o.deputy_post and h.valid_from <= on_day and (h.valid_to is null or h.valid_to >= on_day)
    where o.post_id = of_post and o.valid_from <= on_day and (o.valid_to is null or o.valid_to >= on_day)
        and not h.person_id = any(barred)
        and not exists (select from absence a where a.person_id = h.person_id and a.cancelled_on is null
            and on_day between a.valid_from and a.valid_to)
        and not exists (select -- nobody of the post, of those before in the order or named for all matters is at work
            from (select of_post as post union all
                select b.deputy_post from acting_order b where b.post_id = of_post and b.ordinal < o.ordinal
                    and b.valid_from <= on_day and (b.valid_to is null or b.valid_to >= on_day) union all
                select d.deputy_post from delegation d where d.post_id = of_post and d.revoked_on is null
                    and cardinality(d.matters) = 0 and on_day between d.valid_from and d.valid_to) earlier
                join holding e on e.post_id = earlier.post and e.valid_from <= on_day and (e.valid_to is null or e.valid_to >= on_day)
            where not e.person_id = any(barred)
                and not exists (select from absence a where a.person_id = e.person_id and a.cancelled_on is null
                    and on_day between a.valid_from and a.valid_to))
$$;

create or replace function stands_for(of_post text, on_day date)
returns table (deputy text, person uuid, kind text, matters text[], ref text, until date, why text) language sql stable as $$
    select * from stands_for(of_post, on_day, '{}'::uuid[])
$$;

-- Whom an open task reaches on a day: as before, and a signature past whoever drafted the paper.
create or replace function reached_by(of_task uuid, on_day date, in_person text[])
returns table (person uuid) language sql stable as $$
    select h.person_id from task_actor a
        join holding h on h.post_id = a.post_id and h.valid_from <= on_day and (h.valid_to is null or h.valid_to >= on_day)
    where a.task_id = of_task
    union
    select a.person_id from task_actor a where a.task_id = of_task and a.person_id is not null
    union
    select s.person from task t
        join task_actor a on a.task_id = t.id
        cross join lateral stands_for(a.post_id, on_day, case when t.kind = 'sign' then drafters_of(t.case_id) else '{}' end) s
        left join document d on d.case_id = t.case_id
    where t.id = of_task and not t.kind = any(in_person) and not coalesce(d.undelegable, false)
        and (cardinality(s.matters) = 0 or d.matter = any(s.matters))
$$;

---- create above / drop below ----

create or replace function reached_by(of_task uuid, on_day date, in_person text[])
returns table (person uuid) language sql stable as $$
    select h.person_id from task_actor a
        join holding h on h.post_id = a.post_id and h.valid_from <= on_day and (h.valid_to is null or h.valid_to >= on_day)
    where a.task_id = of_task
    union
    select a.person_id from task_actor a where a.task_id = of_task and a.person_id is not null
    union
    select s.person from task t
        join task_actor a on a.task_id = t.id
        cross join lateral stands_for(a.post_id, on_day) s
        left join document d on d.case_id = t.case_id
    where t.id = of_task and not t.kind = any(in_person) and not coalesce(d.undelegable, false)
        and (cardinality(s.matters) = 0 or d.matter = any(s.matters))
$$;

create or replace function stands_for(of_post text, on_day date)
returns table (deputy text, person uuid, kind text, matters text[], ref text, until date, why text) language sql stable as $$
    select d.deputy_post, h.person_id, 'delegation', d.matters, d.id::text, d.valid_to, d.reason
    from delegation d
        join holding h on h.post_id = d.deputy_post and h.valid_from <= on_day and (h.valid_to is null or h.valid_to >= on_day)
    where d.post_id = of_post and d.revoked_on is null and on_day between d.valid_from and d.valid_to
    union all
    select o.deputy_post, h.person_id, 'acting', '{}'::text[], '', -- until the first who is away comes back
        (select min(a.valid_to) from absence a join holding b on b.person_id = a.person_id and b.post_id = of_post
                and b.valid_from <= on_day and (b.valid_to is null or b.valid_to >= on_day)
            where a.cancelled_on is null and on_day between a.valid_from and a.valid_to), ''
    from acting_order o
        join holding h on h.post_id = o.deputy_post and h.valid_from <= on_day and (h.valid_to is null or h.valid_to >= on_day)
    where o.post_id = of_post and o.valid_from <= on_day and (o.valid_to is null or o.valid_to >= on_day)
        and not exists (select from absence a where a.person_id = h.person_id and a.cancelled_on is null
            and on_day between a.valid_from and a.valid_to)
        and not exists (select -- nobody of the post, of those before in the order or named for all matters is at work
            from (select of_post as post union all
                select b.deputy_post from acting_order b where b.post_id = of_post and b.ordinal < o.ordinal
                    and b.valid_from <= on_day and (b.valid_to is null or b.valid_to >= on_day) union all
                select d.deputy_post from delegation d where d.post_id = of_post and d.revoked_on is null
                    and cardinality(d.matters) = 0 and on_day between d.valid_from and d.valid_to) earlier
                join holding e on e.post_id = earlier.post and e.valid_from <= on_day and (e.valid_to is null or e.valid_to >= on_day)
            where not exists (select from absence a where a.person_id = e.person_id and a.cancelled_on is null
                and on_day between a.valid_from and a.valid_to))
$$;

drop function stands_for(text, date, uuid[]), drafters_of;

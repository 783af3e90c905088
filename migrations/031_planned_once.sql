-- A function in SQL is planned anew by each statement that calls it, one in PL/pgSQL once by a connection. The walls of
-- 024 ask for the drafters of a paper with every decision, and its planning took longer than all else that they ask.

create or replace function drafters_of(of_case uuid) returns uuid[] language plpgsql stable as $$
begin
    return coalesce((select array_agg(distinct a.person_id) from act a
        where a.case_id = of_case and a.verb in ('submit', 'redraft') and a.person_id is not null), '{}');
end
$$;

-- The drafters bar nobody but signers, and are asked for once.
create or replace function told_of(of_task uuid, on_day date, in_person text[]) returns setof uuid language plpgsql stable as $$
declare
    barred uuid[];
begin
    return query
        select h.person_id from task_actor a
            join holding h on h.post_id = a.post_id and h.valid_from <= on_day and (h.valid_to is null or h.valid_to >= on_day)
        where a.task_id = of_task
        union
        select a.person_id from task_actor a where a.task_id = of_task and a.person_id is not null;
    select drafters_of(t.case_id) into barred from task t where t.id = of_task and t.kind = 'sign';
    perform from task_actor a
    where a.task_id = of_task and a.post_id is not null and (
        exists (select from delegation d where d.post_id = a.post_id and d.revoked_on is null
            and on_day between d.valid_from and d.valid_to)
        or not exists (select from holding h where h.post_id = a.post_id and h.valid_from <= on_day
            and (h.valid_to is null or h.valid_to >= on_day)
            and not h.person_id = any(coalesce(barred, '{}'))
            and not exists (select from absence b where b.person_id = h.person_id and b.cancelled_on is null
                and on_day between b.valid_from and b.valid_to)));
    if found then
        return query select r.person from reached_by(of_task, on_day, in_person) r;
    end if;
end
$$;

-- Hardly any task has a request for a later date: whether it has one is asked before anything is written.
create or replace function extension_falls_away() returns trigger language plpgsql as $$
begin
    if not exists (select from extension where task_id = new.id and state = 'open') then
        return null;
    end if;
    with away as (
        update extension set state = 'lapsed', ended_on = new.closed_on,
            lapsed = case when new.state = 'done' then 'done' else 'cancelled' end
        where task_id = new.id and state = 'open' returning review_id
    )
    update task set state = 'cancelled', closed_on = new.closed_on from away
    where task.id = away.review_id and task.state = 'open';
    return null;
end $$;

-- Each request with a token asks whether its person still belongs here: planning that took as long as all else of a request.
create or replace function belongs(of_person uuid) returns boolean language plpgsql stable as $$
declare
    on_day date := coalesce((select c.today from office_clock c), (now() at time zone 'Asia/Seoul')::date);
begin
    return exists (select from holding h where h.person_id = of_person
            and on_day between h.valid_from and coalesce(h.valid_to, on_day))
        or exists (select from seat s where s.person_id = of_person
            and on_day between s.valid_from and coalesce(s.valid_to, on_day))
        or exists (select from task_actor a join task t on t.id = a.task_id where a.person_id = of_person and t.state = 'open');
end
$$;

-- Whether a number was given to a case was found by reading all numbers.
create index issued_number_of_case on issued_number (case_id);

---- create above / drop below ----

drop index issued_number_of_case;

create or replace function belongs(of_person uuid) returns boolean language sql stable as $$
    select exists (select from holding h where h.person_id = of_person and d.day between h.valid_from and coalesce(h.valid_to, d.day))
        or exists (select from seat s where s.person_id = of_person and d.day between s.valid_from and coalesce(s.valid_to, d.day))
        or exists (select from task_actor a join task t on t.id = a.task_id where a.person_id = of_person and t.state = 'open')
    from (select coalesce((select c.today from office_clock c), (now() at time zone 'Asia/Seoul')::date) as day) d
$$;

create or replace function extension_falls_away() returns trigger language plpgsql as $$
begin
    with away as (
        update extension set state = 'lapsed', ended_on = new.closed_on,
            lapsed = case when new.state = 'done' then 'done' else 'cancelled' end
        where task_id = new.id and state = 'open' returning review_id
    )
    update task set state = 'cancelled', closed_on = new.closed_on from away
    where task.id = away.review_id and task.state = 'open';
    return null;
end $$;

create or replace function told_of(of_task uuid, on_day date, in_person text[]) returns setof uuid language plpgsql stable as $$
begin
    return query
        select h.person_id from task_actor a
            join holding h on h.post_id = a.post_id and h.valid_from <= on_day and (h.valid_to is null or h.valid_to >= on_day)
        where a.task_id = of_task
        union
        select a.person_id from task_actor a where a.task_id = of_task and a.person_id is not null;
    perform from task t join task_actor a on a.task_id = t.id
    where t.id = of_task and a.post_id is not null and (
        exists (select from delegation d where d.post_id = a.post_id and d.revoked_on is null
            and on_day between d.valid_from and d.valid_to)
        or not exists (select from holding h where h.post_id = a.post_id and h.valid_from <= on_day
            and (h.valid_to is null or h.valid_to >= on_day)
            and not h.person_id = any(drafters_of(t.case_id))
            and not exists (select from absence b where b.person_id = h.person_id and b.cancelled_on is null
                and on_day between b.valid_from and b.valid_to)));
    if found then
        return query select r.person from reached_by(of_task, on_day, in_person) r;
    end if;
end
$$;

create or replace function drafters_of(of_case uuid) returns uuid[] language sql stable as $$
    select coalesce(array_agg(distinct a.person_id), '{}') from act a
    where a.case_id = of_case and a.verb in ('submit', 'redraft') and a.person_id is not null
$$;

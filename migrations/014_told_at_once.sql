-- Planning who stands in for whom takes longer than an approval, and every connection plans it anew whenever statistics
-- change. Nearly always the holder is at work and nobody stands in: then the long question is neither put nor planned.

create function told_of(of_task uuid, on_day date, in_person text[]) returns setof uuid language plpgsql stable as $$
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

---- create above / drop below ----

drop function told_of;

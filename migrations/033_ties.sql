-- Who may see a case is for the rules of access alone (policies/…/access.cedar). What the database adds is what a
-- person has to do with a case: his ties to it, a bit for each, worked out here and nowhere else, for a list as for
-- one case. The names of the bits stand in policies/ties.go; a test holds both against each other.

create index line_cell_of_post on line_cell (post_id, case_id) where state <> 'void';
create index dispatch_of_unit on dispatch (unit_id, case_id) where arrived_on is not null;
create index filing_to on filing (to_unit) where handed_on is not null;
create index consultation_with on consultation (with_unit) where asked_on is not null;
create index case_of_unit on case_file (unit_id, opened_on desc, id desc);
create index case_of_other_unit on case_file (other_unit, opened_on desc, id desc) where other_unit is not null;

-- The ties that rows elsewhere make: an open task of his (1), a closed one (2), one that waits for him in another's
-- place (4) or before a post of his unit that nobody holds (8), a signature in another's place (16), a cell of the
-- present line (32), a body that asks him something and has the case on its agenda (64), a paper that was sent to his
-- unit as it stands: a dispatched document, a part of a package that was handed over, the draft about which it was
-- asked (512). Stands and vacant are open tasks, worked out by the day: who stands in for whom is no matter of one
-- case.
create function ties_of(of_person uuid, of_posts text[], of_units text[], stands uuid[], vacant uuid[])
returns table (case_id uuid, tie integer) language sql stable as $$
    select t.case_id, case t.state when 'open' then 1 else 2 end
    from task_actor a join task t on t.id = a.task_id where a.post_id = any(of_posts)
    union all
    select t.case_id, case t.state when 'open' then 1 else 2 end
    from task_actor a join task t on t.id = a.task_id where a.person_id = of_person
    union all
    select s.id, 4 from unnest(stands) as s(id)
    union all
    select s.id, 8 from unnest(vacant) as s(id)
    union all
    select l.case_id, 16 from line_cell l where l.person_id = of_person and l.proxy <> ''
    union all
    select l.case_id, 32 from line_cell l join case_file f on f.id = l.case_id and f.round = l.round
    where l.post_id = any(of_posts) and l.state <> 'void'
    union all
    select i.about, 64 from task_actor a join task t on t.id = a.task_id join agenda_item i on i.case_id = t.case_id
    where a.post_id = any(of_posts) and i.about is not null
    union all
    select i.about, 64 from task_actor a join task t on t.id = a.task_id join agenda_item i on i.case_id = t.case_id
    where a.person_id = of_person and i.about is not null
    union all
    select d.case_id, 512 from dispatch d where d.unit_id = any(of_units) and d.arrived_on is not null
    union all
    select g.id, 512
    from filing fi join case_file ff on ff.id = fi.case_id
        cross join lateral jsonb_array_elements(fi.package) part
        join case_file g on g.cycle_id = ff.cycle_id and encode(g.content_hash, 'hex') = part ->> 'sha256'
    where fi.to_unit = any(of_units) and fi.handed_on is not null
    union all
    select g.id, 512
    from consultation co join case_file cf on cf.id = co.case_id
        join case_file g on g.cycle_id = cf.cycle_id and g.kind = 'compilation'
        join compilation cp on cp.case_id = g.id and cp.compiled_on <= co.asked_on
    where co.with_unit = any(of_units) and co.asked_on is not null
$$;

-- The ties that stand in the case itself: it is the work of his unit (128), his unit is the other side of it (256).
create function unit_ties(unit text, other text, of_units text[]) returns integer language sql immutable as $$
    select case when unit = any(of_units) then 128 else 0 end + case when other = any(of_units) then 256 else 0 end
$$;

-- All ties of a person to one case, of which unit and other side are known; for an invited member also whether his
-- body, and the one round or meeting of it that he was invited to, has to do with it (1024).
create function ties_on(of_case uuid, unit text, other text, of_person uuid, of_posts text[], of_units text[],
    stands uuid[], vacant uuid[], bound text[])
returns table (ties integer) language sql stable as $$
    select unit_ties(unit, other, of_units)
        | coalesce((select bit_or(x.tie) from ties_of(of_person, of_posts, of_units, stands, vacant) x
            where x.case_id = of_case), 0)
        | case when bound[1] <> '' and case_of_body(of_case, bound[1])
            and case_of_round(of_case, nullif(bound[2], '')::uuid, nullif(bound[3], '')::uuid) then 1024 else 0 end
$$;

-- The cases to which a person has any tie at all, to be found by their indexes.
create function tied_to(of_person uuid, of_posts text[], of_units text[], stands uuid[], vacant uuid[])
returns table (case_id uuid) language sql stable as $$
    select f.id from case_file f where f.unit_id = any(of_units)
    union all
    select f.id from case_file f where f.other_unit = any(of_units)
    union all
    select x.case_id from ties_of(of_person, of_posts, of_units, stands, vacant) x
$$;

-- Whether the rules allow a combination of ties on a case: the answer that they gave for its kind, state and
-- disclosure, one bit for each combination. What they did not answer is denied.
create function allowed(keys text[], cells bytea[], kind text, state text, disclosure text, ties integer)
returns boolean language sql immutable as $$
    select coalesce(
        get_bit(cells[array_position(keys, kind || '/' || state || '/' || coalesce(disclosure, ''))], ties) = 1, false)
$$;

do $$
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant execute on function ties_of, unit_ties, ties_on, tied_to, allowed to gyeol_app;
    end if;
end $$;

---- create above / drop below ----

drop function allowed, tied_to, ties_on, unit_ties, ties_of;
drop index case_of_other_unit, case_of_unit, consultation_with, filing_to, dispatch_of_unit, line_cell_of_post;

-- What is told of documents and their lines: versions, readers, those who follow, and the route that a decision took.

-- name: ViewCirculationOf :many
select c.post_id, q.title, c.asked_on, c.asked_by, coalesce(p.slug, '')::text as person, coalesce(p.name, '')::text as name,
    c.read_on, c.read_at
from circulation c join post q on q.id = c.post_id left join person p on p.id = c.read_by
where c.case_id = $1 order by c.asked_on, c.post_id;

-- name: ViewDrafterOf :one
select a.round, a.office_date, coalesce(p.slug, '')::text as person, coalesce(p.name, '')::text as name,
    coalesce(q.id, '')::text as post, coalesce(q.title, '')::text as title
from act a left join person p on p.id = a.person_id left join post q on q.id = a.post_id
where a.case_id = $1 and a.verb in ('submit', 'redraft')
order by a.seq desc limit 1;

-- name: ViewVersion :one
select round, version, title, content, content_hash, drafted_on from document_version
where case_id = $1 and round = $2 and version = $3;

-- name: ViewVersionOfHash :one
select round, version, title, content, content_hash, drafted_on from document_version
where case_id = $1 and content_hash = $2 order by round desc, version desc limit 1;

-- name: ViewReadingTask :one
select t.id from task t
where t.case_id = @case_id and t.state = 'open' and t.kind in ('read_circulated', 'post_report')
    and exists (select from task_actor a where a.task_id = t.id and (a.post_id = any(@posts::text[]) or a.person_id = @person::uuid))
order by t.id limit 1;

-- name: ViewPrintedUnit :one
select u.name, coalesce(up.name, '')::text as above, coalesce(up.kind, '')::text as above_kind
from unit u left join unit up on up.id = u.parent_id
where u.id = $1;

-- name: ViewUnitNames :many
select id, name from unit where id = any(@units::text[]) order by id;

-- name: ViewLineCells :many
select l.case_id, l.position, l.step, l.role, l.post_id, l.title, l.state, l.current_since, l.hold_reason, l.hold_review_on,
    coalesce(t.id::text, '')::text as task, t.due_operative, t.due_legal
from case_file f
    join line_cell l on l.case_id = f.id and l.round = f.round and l.state in ('current', 'waiting')
    left join task t on t.case_id = f.id and t.state = 'open' and t.kind = 'sign' and t.cell = l.position::text
        and l.state = 'current'
where f.id = any(@cases::uuid[])
order by l.case_id, l.step, l.position;

-- name: ViewHoldersOfTasks :many
select a.task_id, coalesce(a.post_id, '')::text as post, coalesce(po.title, '')::text as title, coalesce(p.slug, '')::text as person,
    coalesce(p.name, '')::text as name, ''::text as stands_in,
    exists (select from absence b where b.person_id = p.id and b.cancelled_on is null and @day between b.valid_from and b.valid_to)::bool as away
from task_actor a
    left join post po on po.id = a.post_id
    left join holding h on h.post_id = a.post_id and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
    left join person p on p.id = coalesce(a.person_id, h.person_id)
where a.task_id = any(@tasks::uuid[])
union all -- after them whoever stands in, in his own post
select a.task_id, s.deputy::text, po.title, p.slug, p.name, s.kind::text,
    exists (select from absence b where b.person_id = p.id and b.cancelled_on is null and @day between b.valid_from and b.valid_to)
from task_actor a
    join task t on t.id = a.task_id
    left join document d on d.case_id = t.case_id
    cross join lateral stands_for(a.post_id, @day::date,
        case when t.kind = 'sign' then drafters_of(t.case_id) else '{}' end) as s(deputy, person, kind, matters, ref, until, why)
    join post po on po.id = s.deputy
    join person p on p.id = s.person
where a.task_id = any(@tasks) and not t.kind = any(@in_person::text[]) and not coalesce(d.undelegable, false)
    and (cardinality(s.matters::text[]) = 0 or d.matter = any(s.matters::text[]))
order by 1, 6, 2, 4;

-- name: ViewBodiesOf :many
select f.id as case_id, m.body_id
from case_file f
    join case_file mf on mf.stage_id = f.stage_id and mf.kind = 'meeting'
    join meeting m on m.case_id = mf.id
where f.id = any(@cases::uuid[])
union
select i.about as case_id, m.body_id from agenda_item i join meeting m on m.case_id = i.case_id
where i.about = any(@cases::uuid[])
order by 1, 2;

-- name: Watch :exec
insert into watching (case_id, person_id, since) values (@case_id, @person_id, @since) on conflict do nothing;

-- name: Unwatch :exec
delete from watching where case_id = @case_id and person_id = @person_id;

-- name: WatchersOf :many
select w.person_id from watching w
where w.case_id = @case_id and w.person_id is distinct from sqlc.narg('actor')::uuid
order by w.person_id;

-- name: TellWatchers :exec
insert into notice (id, kind, dedup, person_id, case_id, office_date, send_on, params, legal)
select gen_random_uuid(), 'informed', @cause::text || '/' || w.person_id, w.person_id, f.id, @office_date::date, @send_on::date,
    jsonb_strip_nulls(jsonb_build_object('title', @title::text, 'unit', u.name, 'reason', nullif(@reason::text, ''),
        'closed', case when d.disclosure = 'closed' then true end)),
    false
from watching w
    join case_file f on f.id = w.case_id
    join document d on d.case_id = f.id
    join unit u on u.id = f.unit_id
where w.case_id = @case_id and w.person_id = any(@told::uuid[])
on conflict (dedup) do nothing;

-- name: ViewDecidedDocuments :many
-- Barred are the posts that whoever drafted this round or an earlier one held when it was submitted: the line left them out.
select f.id, f.title, f.round, f.unit_id, u.name as unit_name, d.matter, d.drafter_post, d.pack_hash, d.authority_row, d.facts, d.touches,
    coalesce(d.document_number, '')::text as document_number, d.approved_on,
    s.office_date as submitted_on, coalesce(s.post_id, d.drafter_post)::text as submitted_by,
    array(select distinct h.post_id from act b join holding h on h.person_id = b.person_id
        where b.case_id = f.id and b.verb in ('submit', 'redraft') and b.seq <= s.seq and h.valid_from <= s.office_date
            and (h.valid_to is null or h.valid_to >= s.office_date)
        order by 1)::text[] as barred
from document d
    join case_file f on f.id = d.case_id
    join unit u on u.id = f.unit_id
    join lateral (select a.seq, a.office_date, a.post_id from act a
        where a.case_id = f.id and a.round = f.round and a.verb in ('submit', 'redraft') order by a.seq desc limit 1) s on true
where d.approved_on >= @from_day::date and d.approved_on <= @to_day::date
    and (@unit::text = '' or f.unit_id = @unit)
order by d.approved_on, d.document_number, f.id
limit @n::int;

-- name: ViewRoutesOf :many
-- A stand-in's reason is what stands_for let him act by on that day. What was taken back on the day itself was so after
-- he had signed: he would have been refused otherwise.
select l.case_id, l.position, l.role, l.post_id, l.title, l.state, l.current_since, l.signed_on, l.signed_post,
    coalesce(sp.title, '')::text as signed_title, l.person_id, l.proxy, l.agrees, l.opinion, l.skip_reason, l.article,
    coalesce(case l.proxy
        when 'delegation' then (select g.reason from delegation g where g.post_id = l.post_id and g.deputy_post = l.signed_post
            and l.signed_on between g.valid_from and g.valid_to and (g.revoked_on is null or g.revoked_on >= l.signed_on)
            order by g.valid_from limit 1)
        when 'acting' then case when exists (select from holding h where h.post_id = l.post_id and h.valid_from <= l.signed_on
                and (h.valid_to is null or h.valid_to >= l.signed_on))
            then (select b.reason from absence b join holding h on h.person_id = b.person_id and h.post_id = l.post_id
                    and h.valid_from <= l.signed_on and (h.valid_to is null or h.valid_to >= l.signed_on)
                where l.signed_on between b.valid_from and b.valid_to and (b.cancelled_on is null or b.cancelled_on >= l.signed_on)
                order by b.valid_from limit 1)
            else '공석' end
    end, '')::text as proxy_reason
from case_file f
    join line_cell l on l.case_id = f.id and l.round = f.round
    left join post sp on sp.id = l.signed_post
where f.id = any(@cases::uuid[])
order by l.case_id, l.step, l.position;

-- name: ViewDecidersOf :many
select d.case_id, d.cell, d.role, d.verb, d.post_id, coalesce(q.title, '')::text as title, d.office_date
from case_file f
    join decision d on d.case_id = f.id and d.round = f.round
    left join post q on q.id = d.post_id
where f.id = any(@cases::uuid[])
order by d.case_id, d.act_seq;

-- name: ViewOpenConcurs :many
-- What was asked of those who concur or agree by the end of a period and not answered by then.
select f.id, f.title, f.unit_id, l.post_id, l.title as post_title, coalesce(l.current_since, @to_day::date)::date as since
from line_cell l join case_file f on f.id = l.case_id
where l.role in ('concur', 'agree') and l.current_since <= @to_day::date
    and (l.state = 'current' or l.state <> 'void' and l.signed_on > @to_day)
    and (@unit::text = '' or f.unit_id = @unit)
order by l.current_since, f.id, l.position
limit @n::int;

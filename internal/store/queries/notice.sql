-- name: InsertNotice :exec
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, state, legal)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (dedup) do nothing;

-- name: ViewNotices :many
-- Whether a paper is closed is asked as it stands now, as when its letter leaves.
select n.id, n.kind, p.slug as person, p.name, n.case_id, n.task_id, n.office_date, n.send_on, n.state, n.state_reason, n.legal,
    n.params, n.created_at, n.sent_at, n.attempts, n.template, n.resent_of,
    exists (select from (select n.case_id as id union all select i.about from agenda_item i where i.case_id = n.case_id) paper
            join case_file c on c.id = paper.id
            left join document doc on doc.case_id = c.id
        where c.kind = 'nomination' or doc.disclosure = 'closed')::boolean as closed
from notice n join person p on p.id = n.person_id
where (@everything::bool or n.person_id = @person)
    and (@slug::text = '' or n.person_id = (select w.id from person w where w.slug = @slug))
    and (@post::text = '' or n.person_id = any(select h.person_id from holding h where h.post_id = @post
        and h.valid_from <= n.office_date and (h.valid_to is null or h.valid_to >= n.office_date)))
    and (@state::text = '' or n.state = @state)
    and (@kind::text = '' or n.kind = @kind)
    and (sqlc.narg('of_case')::uuid is null or n.case_id = sqlc.narg('of_case'))
    and (sqlc.narg('of_task')::uuid is null or n.task_id = sqlc.narg('of_task')
        and n.case_id = (select t.case_id from task t where t.id = sqlc.narg('of_task')))
    and (sqlc.narg('day')::date is null or n.office_date = sqlc.narg('day'))
    and (n.office_date, n.created_at, n.id) < (coalesce((select b.office_date from notice b where b.id = @before_id::uuid), 'infinity'),
        coalesce(sqlc.narg('before_at')::timestamptz, 'infinity'), @before_id)
order by n.office_date desc, n.created_at desc, n.id desc
limit @n::int;

-- name: ViewNotice :one
select n.id, n.kind, n.person_id, p.slug as person, p.name, n.case_id, n.task_id, n.office_date, n.send_on, n.state, n.state_reason,
    n.legal, n.params, n.created_at, n.sent_at, n.sent_on, n.attempts, n.template, n.dedup, n.message_id, n.body_hash, n.smtp_reply,
    n.resent_of, n.resend_reason, coalesce(by.slug, '')::text as resent_by,
    exists (select from (select n.case_id as id union all select i.about from agenda_item i where i.case_id = n.case_id) paper
            join case_file c on c.id = paper.id
            left join document doc on doc.case_id = c.id
        where c.kind = 'nomination' or doc.disclosure = 'closed')::boolean as closed,
    coalesce(c.title, '')::text as case_title, coalesce(pr.owner_post, '')::text as owner, coalesce(t.state, '')::text as task_state,
    coalesce(t.opened_seq, 0)::int as opened_seq, coalesce(s.ladder, '')::text as ladder, s.pack_hash
from notice n
    join person p on p.id = n.person_id
    left join person by on by.id = n.resent_by
    left join case_file c on c.id = n.case_id
    left join process pr on pr.id = c.process_id
    left join task t on t.id = n.task_id
    left join stage s on s.id = t.stage_id
where n.id = @id;

-- name: ViewAttempts :many
select ordinal, at, reply, ok from notice_attempt where notice_id = $1 order by ordinal;

-- name: ViewResent :many
select id from notice where resent_of = $1 order by created_at, id;

-- name: ViewToldIn :many
-- The notices that a digest or a bundle has told.
select n.id, n.kind from notice n
where n.person_id = @person_id and n.state = 'suppressed' and n.state_reason = any(@told::text[])
order by n.created_at, n.id limit 200;

-- name: ViewPostsHeld :many
select p.id, p.title from holding h join post p on p.id = h.post_id
where h.person_id = @person_id and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
order by p.id;

-- name: ViewActAt :one
select a.verb, a.post_id from act a where a.case_id = @case_id and a.seq = @seq;

-- name: ViewOwnerOfCase :one
select coalesce(p.owner_post, '')::text as owner from case_file c left join process p on p.id = c.process_id where c.id = $1;

-- name: TasksNow :many
-- What tasks say now, for a letter about them that is written again.
select t.id, t.state, t.title, t.due_operative, t.due_legal, coalesce(c.kind = 'nomination' or doc.disclosure = 'closed', false)::boolean as closed
from task t join case_file c on c.id = t.case_id left join document doc on doc.case_id = c.id
where t.id = any(@ids::uuid[]);

-- name: MeetingNow :one
select b.name, m.hold_on, m.place from meeting m join body b on b.id = m.body_id where m.case_id = $1;

-- name: ResendNotice :exec
insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, legal, resent_of, resent_by, resend_reason)
select @id::uuid, @kind, 'resend/' || n.id || '/' || @id::uuid, n.person_id, n.case_id, n.task_id, @office_date, @send_on, @params, n.legal,
    n.id, @resent_by, @resend_reason
from notice n where n.id = @resent_of;

-- name: ViewEmailOf :one
select email from person where slug = $1;

-- name: ViewMailedNotices :many
select n.id, n.kind, p.slug as person, p.name from notice n join person p on p.id = n.person_id where n.id = any(@ids::uuid[]);

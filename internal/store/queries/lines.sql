-- name: InsertDocument :exec
insert into document (case_id, matter, title, about_year, drafter_post, body, disclosure, foia_items, disclosure_reason,
    review_stage, retention, function_code, classification_path, licence, telephone, real_name, drafted_on)
values (@case_id, @matter, @title, @about_year, @drafter_post, @body, @disclosure, @foia_items, @disclosure_reason,
    @review_stage, @retention, @function_code, @classification_path, @licence, @telephone, @real_name, @drafted_on);

-- name: UpdateDocumentDraft :exec
-- The case bears the title that its text has.
with named as (
    update case_file set title = @title where id = @case_id and title <> @title
)
update document set title = @title, body = @body, drafter_post = @drafter_post, disclosure = @disclosure,
    foia_items = @foia_items, disclosure_reason = @disclosure_reason, review_again_on = @review_again_on, version = 1,
    facts = @facts, touches = @touches, attachments = @attachments, form = @form, addressees = @addressees,
    retention = @retention, function_code = @function_code, classification_path = @classification_path,
    licence = @licence, public_notice = @public_notice, review_stage = @review_stage, abstract = @abstract,
    keywords = @keywords, telephone = @telephone, internal_only = @internal_only, real_name = @real_name
where case_id = @case_id;

-- name: PinAuthority :exec
update document set pack_hash = @pack_hash, authority_row = @authority_row, policy_series = @policy_series,
    important = @important, undelegable = @undelegable
where case_id = @case_id;

-- name: EditDocument :exec
with named as (
    update case_file set title = @title where id = @case_id and title <> @title
)
update document set title = @title, body = @body, version = @version where case_id = @case_id;

-- name: InsertDocumentVersion :exec
insert into document_version (case_id, round, version, title, body, content, content_hash, post_id, drafted_on)
values (@case_id, @round, @version, @title, @body, @content, @content_hash, @post_id, @drafted_on);

-- name: LineOf :many
select * from line_cell where case_id = $1 and round = $2 order by position;

-- name: InsertCell :exec
insert into line_cell (case_id, round, position, step, role, post_id, title, delegated, row_id, article, why, reasons, state,
    current_since)
values (@case_id, @round, @position, @step, @role, @post_id, @title, @delegated, @row_id, @article, @why, @reasons, @state,
    @current_since);

-- name: TurnCell :exec
update line_cell set state = @state, role = @role, delegated = @delegated, version = @version,
    current_since = coalesce(current_since, @current_since)
where case_id = @case_id and round = @round and position = @position;

-- name: SignCell :exec
update line_cell set state = @state, version = @version, person_id = @person_id, hash_seen = @hash_seen, opinion = @opinion,
    signed_on = @signed_on, signed_post = @signed_post, proxy = @proxy, agrees = @agrees, dissent = @dissent,
    skip_reason = @skip_reason, hold_reason = '', hold_review_on = null
where case_id = @case_id and round = @round and position = @position;

-- name: HoldCell :exec
update line_cell set hold_reason = @hold_reason, hold_review_on = @hold_review_on
where case_id = @case_id and round = @round and position = @position and state = 'current';

-- name: VoidLine :exec
update line_cell set state = 'void' where case_id = @case_id and round = @round and state in ('waiting', 'current');

-- name: MarkApproved :exec
update document set document_number = @document_number, policy_number = @policy_number, approved_on = @approved_on
where case_id = @case_id;

-- name: MarkDispatched :exec
update document set dispatched_on = @dispatched_on, arrived_on = @arrived_on, effective_on = @effective_on
where case_id = @case_id;

-- name: VersionByHash :one
select round, version, content from document_version where case_id = $1 and content_hash = $2 order by round desc, version desc limit 1;

-- name: LastSeen :one
select content_hash from case_view where case_id = $1 and person_id = $2;

-- name: Seen :exec
insert into case_view (case_id, person_id, content_hash) values ($1, $2, $3)
on conflict (case_id, person_id) do update set content_hash = excluded.content_hash, seen_at = now()
where case_view.content_hash <> excluded.content_hash;

-- name: StandsIn :many
-- For which posts a person stands in on a day, in which of his own, as if the barred were not at work. Next are those in
-- whose acting order he has a place, whether it is his turn or not: that of a paper may come by passing over its drafter.
select p.post_id, s.deputy::text as deputy_post, s.matters::text[] as matters, s.kind::text as kind
from (
    select d.post_id from delegation d join holding h on h.post_id = d.deputy_post and h.person_id = @person_id
    where d.revoked_on is null and @day between d.valid_from and d.valid_to
    union
    select o.post_id from acting_order o join holding h on h.post_id = o.deputy_post and h.person_id = @person_id
    where o.valid_from <= @day and (o.valid_to is null or o.valid_to >= @day)
) p cross join lateral stands_for(p.post_id, @day::date, @barred::uuid[]) as s(deputy, person, kind, matters, ref, until, why)
where s.person = @person_id
union all
select o.post_id, o.deputy_post, '{}'::text[], 'next' from acting_order o join holding h on h.post_id = o.deputy_post
    and h.person_id = @person_id and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
where o.valid_from <= @day and (o.valid_to is null or o.valid_to >= @day)
order by 4, 1, 2;

-- name: ClaimsTo :many
-- On what grounds a person may believe that a task is his: posts of it that he held or will hold, delegations of them to
-- posts that he holds or held, delegations that were passed on to him, his places in their acting orders, and a cell of
-- his in the same line: its title is that of the posts whose turn it is.
with asked as (
    select a.post_id, po.title from task_actor a join post po on po.id = a.post_id where a.task_id = @task_id
), mine as (
    select h.post_id, bool_or(h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)) as now
    from holding h where h.person_id = @person_id group by h.post_id
)
select 'holding'::text as kind, k.title, h.valid_from, h.valid_to, null::date as revoked_on, '{}'::text[] as matters, true::bool as own
from asked k join holding h on h.post_id = k.post_id and h.person_id = @person_id
union all
select 'delegation', k.title, d.valid_from, d.valid_to, d.revoked_on, d.matters, m.now
from asked k join delegation d on d.post_id = k.post_id join mine m on m.post_id = d.deputy_post
union all
select 'passed_on', k.title, e.valid_from, e.valid_to, null, e.matters, m.now
from asked k
    join delegation d on d.post_id = k.post_id and d.revoked_on is null and @day between d.valid_from and d.valid_to
    join delegation e on e.post_id = d.deputy_post and e.revoked_on is null and @day between e.valid_from and e.valid_to
    join mine m on m.post_id = e.deputy_post and m.now
union all
select 'acting', k.title, o.valid_from, o.valid_to, null, '{}'::text[], m.now
from asked k join acting_order o on o.post_id = k.post_id and o.valid_from <= @day and (o.valid_to is null or o.valid_to >= @day)
    join mine m on m.post_id = o.deputy_post and m.now
union all
select 'line', coalesce((select string_agg(n.title, ', ' order by n.position) from line_cell n
        where n.case_id = f.id and n.round = f.round and n.state = 'current'), ''), @day::date, null, null, '{}'::text[], true
from task t join case_file f on f.id = t.case_id
where t.id = @task_id and t.kind = 'sign' and exists (select from line_cell l join mine m on m.post_id = l.post_id and m.now
    where l.case_id = f.id and l.round = f.round)
order by 1, 2, 3
limit 20;

-- name: IsPresent :one
select exists (select from holding h
    where h.post_id = @post_id and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
        and not h.person_id = any(@barred::uuid[])
        and not exists (select from absence a where a.person_id = h.person_id and a.cancelled_on is null
            and @day between a.valid_from and a.valid_to)) as present;

-- name: InsertCirculation :exec
insert into circulation (case_id, post_id, asked_on, asked_by) values (@case_id, @post_id, @asked_on, @asked_by)
on conflict do nothing;

-- name: CirculatedTo :many
select post_id from circulation where case_id = $1 order by post_id;

-- name: MarkCirculationRead :exec
update circulation set read_by = @read_by, read_on = @read_on, read_at = @read_at
where case_id = @case_id and post_id = @post_id and read_by is null;

-- name: TellSigners :exec
-- Who signed is told, and whoever stands in for the post in which he did while he is away.
insert into notice (id, kind, dedup, person_id, case_id, office_date, send_on, params, legal)
select gen_random_uuid(), 'informed', @cause::text || '/' || r.person_id, r.person_id, @case_id, @office_date, @send_on, @params, false
from (
    select l.person_id from line_cell l
    where l.case_id = @case_id and l.round = @round and l.person_id is not null and l.state = 'signed'
    union
    select s.person from line_cell l
        join document d on d.case_id = l.case_id
        cross join lateral stands_for(l.post_id, @office_date::date) as s(deputy, person, kind, matters, ref, until, why)
    where l.case_id = @case_id and l.round = @round and l.person_id is not null and l.state = 'signed' and not d.undelegable
        and (cardinality(s.matters) = 0 or d.matter = any(s.matters))
        and exists (select from absence a where a.person_id = l.person_id and a.cancelled_on is null
            and @office_date::date between a.valid_from and a.valid_to)
) r
on conflict (dedup) do nothing;

-- name: CancelCellTask :exec
update task set state = 'cancelled', closed_on = @closed_on
where case_id = @case_id and kind = 'sign' and cell = @cell and state = 'open';

-- name: SeenVersions :one
-- The text a person last opened, or else the one he names, beside the present one.
select coalesce((select v.content from document_version v where v.case_id = @case_id
        and v.content_hash = coalesce(
            (select l.content_hash from case_view l where l.case_id = @case_id and l.person_id = @person_id),
            @hash_seen)
        order by v.round desc, v.version desc limit 1), 'null')::jsonb as former,
    coalesce((select v.content from document_version v where v.case_id = @case_id and v.content_hash = @present
        order by v.round desc, v.version desc limit 1), 'null')::jsonb as present;

-- name: DraftersOf :many
select person_id from act where case_id = $1 and verb in ('submit', 'redraft') and person_id is not null
group by person_id order by person_id;

-- name: PostsOfDrafters :many
select distinct h.post_id from act a join holding h on h.person_id = a.person_id
where a.case_id = @case_id and a.verb in ('submit', 'redraft') and h.valid_from <= @day
    and (h.valid_to is null or h.valid_to >= @day)
order by h.post_id;

-- name: PaperActedOn :one
-- What an act on a document reads, be the act on a task or on the case itself.
select sqlc.embed(d), u.name as unit,
    array(select a.person_id from act a where a.case_id = d.case_id and a.verb in ('submit', 'redraft') and a.person_id is not null
        group by a.person_id order by a.person_id)::uuid[] as drafters,
    exists (select from watching w where w.case_id = d.case_id) as watched
from document d
    join case_file c on c.id = d.case_id
    join unit u on u.id = c.unit_id
where d.case_id = coalesce(sqlc.narg('case_id')::uuid, (select t.case_id from task t where t.id = sqlc.narg('task_id')::uuid));

-- name: PresentLine :many
-- The cells of the round that a document is in.
select l.* from line_cell l
where l.case_id = coalesce(sqlc.narg('case_id')::uuid, (select t.case_id from task t where t.id = sqlc.narg('task_id')::uuid))
    and l.round = (select c.round from case_file c
        where c.id = coalesce(sqlc.narg('case_id')::uuid, (select t.case_id from task t where t.id = sqlc.narg('task_id')::uuid)))
order by l.position;

-- name: PlaceOf :one
-- The stage and the cycle of a case, where it has them.
select sqlc.embed(s), sqlc.embed(y)
from case_file c
    join stage s on s.id = c.stage_id
    join cycle y on y.id = s.cycle_id
where c.id = coalesce(sqlc.narg('case_id')::uuid, (select t.case_id from task t where t.id = sqlc.narg('task_id')::uuid));

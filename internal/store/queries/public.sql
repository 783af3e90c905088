-- name: CopiesToAsk :many
-- Papers that have no public copy of what they disclose now, or a withdrawn one, and of which nobody is asked yet: documents that went out
-- and minutes since a day, so many at the most.
select c.id from case_file c join document d on d.case_id = c.id
where c.state = 'dispatched' and d.dispatched_on between @since and @day
    and (d.disclosure <> 'closed' or exists (select from jsonb_array_elements(d.attachments) a where a ->> 'disclosure' <> 'closed'))
    and not exists (select from task t where t.case_id = c.id and t.kind = 'check_public_copy' and t.state = 'open')
    and (select case when w.number is null then p.source end from public_copy p
            left join public_copy_withdrawal w on w.case_id = p.case_id and w.number = p.number
        where p.case_id = c.id order by p.number desc limit 1) is distinct from disclosed_as(c.id)
union all
select c.id from case_file c join meeting m on m.case_id = c.id
where c.state = 'minutes_published' and m.minutes_on between @since and @day
    and not exists (select from task t where t.case_id = c.id and t.kind = 'check_public_copy' and t.state = 'open')
    and (select case when w.number is null then p.source end from public_copy p
            left join public_copy_withdrawal w on w.case_id = p.case_id and w.number = p.number
        where p.case_id = c.id order by p.number desc limit 1) is distinct from disclosed_as(c.id)
order by 1 limit @most;

-- name: DisclosuresToReview :many
-- Documents of which a part is kept back for what is under review, until a day that has come, and of which nobody is
-- asked yet (공공기관의 정보공개에 관한 법률 제9조제1항제5호).
select c.id from case_file c join document d on d.case_id = c.id
where c.state = 'dispatched'
    and (d.disclosure <> 'public' and 5 = any(d.foia_items) and d.review_again_on <= @day
        or exists (select from jsonb_array_elements(d.attachments) a
            where a ->> 'disclosure' <> 'public' and a -> 'foia_items' @> '5' and (a ->> 'review_again_on')::date <= @day))
    and not exists (select from task t where t.case_id = c.id and t.kind = 'review_disclosure' and t.state = 'open')
order by 1 limit @most;

-- name: CopyState :one
-- The number of the last public copy of a paper, 0 for none, and a hash of what the paper discloses now.
select coalesce((select max(p.number) from public_copy p where p.case_id = @id::uuid), 0)::int as number,
    disclosed_as(@id::uuid)::bytea as source;

-- name: PrivateNames :many
-- Names on record of persons who are no officials in their function: nominees, and members of bodies from outside.
select n.case_id::uuid as id, n.nominee as name, 'nomination' as kind from nomination n where n.nominee <> ''
union all
select p.id, p.name, 'person' from person p where exists (select from seat s where s.person_id = p.id)
order by 3, 2, 1;

-- name: CopyFixes :many
-- What persons corrected in the proposals for the public copy of a paper, in the order in which they did.
select k.person_id, k.body from contribution k
where k.case_id = $1 and k.verb = 'correct_public_copy' order by k.at, k.id;

-- name: InsertPublicCopy :exec
insert into public_copy (case_id, number, source, content, content_hash, masks, pack_hash, released_by, released_as,
    released_on, at)
values (@case_id, @number, @source, @content, @content_hash, @masks, @pack_hash, @released_by, @released_as, @released_on, @at);

-- name: InsertCopyWithdrawal :exec
insert into public_copy_withdrawal (case_id, number, reason, withdrawn_by, withdrawn_as, withdrawn_on, at)
values (@case_id, @number, @reason, @withdrawn_by, @withdrawn_as, @withdrawn_on, @at);

-- name: ReleasedCopy :one
-- The last public copy of a paper: who released it, and whether it was withdrawn since.
select p.number, p.released_by, p.content_hash, (w.number is not null)::bool as withdrawn
from public_copy p left join public_copy_withdrawal w on w.case_id = p.case_id and w.number = p.number
where p.case_id = $1 order by p.number desc limit 1;

-- name: ViewPublicCopy :one
-- The last public copy of a paper, whoever reads it, whether the paper still discloses the same, and on which day the
-- copy was withdrawn.
select c.kind, p.number, p.content, p.content_hash, p.released_on, q.title as released_as, s.name as released_by,
    (p.source = disclosed_as(p.case_id))::bool as fresh, w.withdrawn_on
from public_copy p join case_file c on c.id = p.case_id join post q on q.id = p.released_as join person s on s.id = p.released_by
    left join public_copy_withdrawal w on w.case_id = p.case_id and w.number = p.number
where p.case_id = $1 order by p.number desc limit 1;

-- name: ViewPublicCopies :many
-- The last public copies of all papers, youngest first; what was withdrawn is not listed, its title neither.
select p.case_id, c.kind, p.number, (convert_from(p.content, 'UTF8')::jsonb ->> 'title')::text as title, p.content_hash,
    p.released_on, (p.source = disclosed_as(p.case_id))::bool as fresh
from public_copy p join case_file c on c.id = p.case_id
where (p.released_on, p.case_id) < (@before_day::date, @before_id::uuid)
    and not exists (select from public_copy l where l.case_id = p.case_id and l.number > p.number)
    and not exists (select from public_copy_withdrawal w where w.case_id = p.case_id and w.number = p.number)
order by p.released_on desc, p.case_id desc limit @n;

-- name: SetDisclosure :exec
-- Another class of disclosure for an approved document, with its grounds; of the attachments nothing else changes.
update document set disclosure = @disclosure, foia_items = @foia_items, disclosure_reason = @disclosure_reason,
    review_stage = @review_stage, review_again_on = @review_again_on, attachments = @attachments
where case_id = @case_id;

-- name: OpenTaskOfKind :one
-- Whether a task of a kind is open on a case.
select exists (select from task t where t.case_id = $1 and t.kind = $2 and t.state = 'open');

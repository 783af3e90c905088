-- name: InsertView :exec
-- An entry of the audit record about a reading of personal data, with the row by which it is found: one statement.
with entry as (
    insert into audit_entry (id, kind, subject_kind, subject_id, body_hash, at, office_date)
    values (@id, 'view', @subject_kind, @subject_id, @body_hash, @at, @office_date)
    returning id
), body as (
    insert into audit_body (entry_id, salt, body) select id, @salt, @body from entry
), pending as (
    insert into audit_pending (entry_id) select id from entry
)
insert into personal_view (entry_id, person_id, at, office_date, address, operation, export, reason, subject_kind,
    subjects, fields)
select id, @person_id, @at, @office_date, @address, @operation, @export, @reason, @subject_kind, @subjects, @fields
from entry;

-- name: ViewViews :many
-- The log of access to personal data, latest first.
select v.*, p.slug, p.name from personal_view v join person p on p.id = v.person_id
where (@person::text = '' or p.slug = @person)
    and (@subject::uuid is null or v.subjects @> array[@subject::uuid])
    and (@day::date is null or v.office_date = @day)
    and (@exports::bool is false or v.export)
    and (v.at, v.entry_id) < (@before_at::timestamptz, @before_id::uuid)
order by v.at desc, v.entry_id desc
limit @n;

-- name: SumViews :many
-- Per reader what he read in a span of office days: how often, of how many, and how often outside office hours (before
-- eight, from eight in the evening on, or on a day on which the office is closed).
select p.slug, p.name, count(*)::int as views, sum(cardinality(v.subjects))::int as subjects,
    count(*) filter (where v.export)::int as exports,
    count(*) filter (where not coalesce(d.working, true)
        or extract(hour from v.at at time zone 'Asia/Seoul') not between 8 and 19)::int as out_of_hours
from personal_view v join person p on p.id = v.person_id left join office_day d on d.day = v.office_date
where v.office_date between @since and @until
group by p.slug, p.name order by views desc, p.slug;

-- name: CountRefusals :one
-- How often somebody was refused in a span of office days.
select count(*)::int from audit_entry where kind = 'refusal' and office_date between @since and @until;

-- name: NomineesOfStage :many
-- The nominations whose names a list of its stage may hold.
select n.case_id from nomination n join case_file c on c.id = n.case_id where c.stage_id = $1 and n.nominee <> ''
order by n.case_id;

-- name: CountDataSubjects :one
-- Of how many persons the house holds data: those of the organisation and those who were nominated.
select ((select count(*) from person) + (select count(*) from nomination where nominee <> ''))::int;

-- name: ViewsEnded :one
-- Whether the log has a row up to a day.
select exists (select from personal_view where office_date <= @upto);

-- name: ForgetViews :execrows
-- Deletes the rows of the log up to a day, so many at the most.
delete from personal_view where entry_id in (
    select v.entry_id from personal_view v where v.office_date <= @upto order by v.office_date, v.at limit @most);

-- name: HoldersOfPosts :many
select distinct h.person_id from holding h
where h.post_id = any(@posts::text[]) and h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
order by h.person_id;

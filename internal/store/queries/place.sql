-- name: ViewSeats :many
-- The seats of every body on a day, with whoever sits on them: the chair first.
select b.id as body_id, b.name as body_name, b.kind as body_kind, s.member, s.role, coalesce(p.title, '') as post_title,
    coalesce(s.post_id, '') as post_id, coalesce(who.name, '') as name, s.valid_from, (s.person_id is not null or coalesce(u.kind, '') = 'outside')::boolean as outside, coalesce(who.slug, '') as slug
from body b
    join seat s on s.body_id = b.id and s.valid_from <= @day and (s.valid_to is null or s.valid_to >= @day)
    left join post p on p.id = s.post_id left join unit u on u.id = p.unit_id
    left join lateral (
        select h.person_id from holding h where h.post_id = s.post_id and h.valid_from <= @day
            and (h.valid_to is null or h.valid_to >= @day) order by h.valid_from desc limit 1) h on true
    left join person who on who.id = coalesce(s.person_id, h.person_id)
order by b.name, b.id, case s.role when 'chair' then 0 when 'vice_chair' then 1 else 2 end, s.ordinal, s.member;

-- name: ViewHoldings :many
-- Who holds each post on a day.
select h.post_id, p.name, p.slug, h.valid_from from holding h join person p on p.id = h.person_id
where h.valid_from <= @day and (h.valid_to is null or h.valid_to >= @day)
order by h.post_id, h.valid_from, p.slug;

-- name: ViewActivations :many
-- Which pack was to hold from which day, the latest first.
select a.ordinal, a.hash, p.id, a.from_date, a.activated_at from policy_activation a join policy_pack p on p.hash = a.hash
order by a.from_date desc, a.ordinal desc;

-- name: ViewMeetingFigures :many
-- What a list says of meetings beside their cases.
select m.case_id, b.name as body_name, m.hold_on, m.attempt, m.in_office, m.present, m.quorum,
    (select count(*)::int from agenda_item i where i.case_id = m.case_id) as items
from meeting m join body b on b.id = m.body_id
where m.case_id = any(@ids::uuid[]);

-- name: ViewFilingFigures :many
-- The same of filings.
select f.case_id, u.name as to_name, f.handed_on, f.received_on, f.receipt_number,
    (select count(*)::int from filing_correction c where c.case_id = f.case_id) as corrections
from filing f join unit u on u.id = f.to_unit
where f.case_id = any(@ids::uuid[]);

-- name: ViewOpinionFigures :many
-- The same of the opinions of a panel.
select o.case_id, p.name as expert_name, o.rating, o.decision, o.measure_due, coalesce(s.title, '') as stage_title
from opinion o join person p on p.id = o.expert_id join case_file c on c.id = o.case_id
    left join stage s on s.id = c.stage_id
where o.case_id = any(@ids::uuid[]);

-- name: ViewAgreementFigures :many
-- The same of agreements.
select a.case_id, a.term_from, a.term_to, a.notice_by, a.review_on, a.auto_renew, a.renewals,
    (select coalesce(string_agg(u.name, ', ' order by u.name), '')::text
        from jsonb_array_elements(a.terms->'parties') party join unit u on u.id = party->>'unit') as parties
from agreement a
where a.case_id = any(@ids::uuid[]);

-- name: CaseByNumber :one
-- The document that bears a number as it is printed.
select case_id from document where document_number = @number or policy_number = @number order by approved_on limit 1;

-- name: ViewStageTitles :many
-- What the stages of some years are called, by name, year, key and round.
select c.name, c.year, s.key, s.round, s.title from stage s join cycle c on c.id = s.cycle_id
where c.name || '-' || c.year = any(@cycles::text[]);

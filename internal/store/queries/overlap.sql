-- name: ClearOverlaps :exec
delete from overlap_pair where case_id = $1;

-- name: ForgetNames :exec
delete from overlap_item where case_id = $1;

-- name: PutOverlapItems :exec
insert into overlap_item (case_id, part, item, name)
select @case_id, r.part, r.item, r.name from jsonb_to_recordset(@rows::jsonb) r (part text, item text, name text);

-- name: LikeNames :many
-- The pairs of a compilation whose names are alike from the threshold of the session on, each once: those of some of its
-- projects, so that no statement takes long however many there are. Each name is looked up in the index of
-- trigrams and compared with what is found there alone: "offset 0" keeps the other conditions out of the look-up, or the
-- planner reads the whole compilation for each name.
select a.part, a.item as item_a, b.item as item_b, (similarity(a.name, b.name) * 1000)::int as likeness
from (select i.case_id, i.part, i.item, i.name from overlap_item i
        where i.case_id = @case_id and i.part = @part and i.item = any(@items::text[])) a
    cross join lateral (
        select x.case_id, x.part, x.item, x.name from overlap_item x where x.name % a.name offset 0) b
where b.case_id = a.case_id and b.part = a.part and b.item > a.item
order by a.part, a.item, b.item;

-- name: NameLikeness :many
-- How alike the names of given pairs are, in thousandths.
select a.part, a.item as item_a, b.item as item_b,
    (similarity(a.name, b.name) * 1000)::int as likeness
from jsonb_to_recordset(@pairs::jsonb) p (part text, a text, b text)
    join overlap_item a on a.case_id = @case_id and a.part = p.part and a.item = p.a
    join overlap_item b on b.case_id = @case_id and b.part = p.part and b.item = p.b;

-- name: SetLikeness :exec
select set_config('pg_trgm.similarity_threshold', @least::text, true);

-- name: PutOverlapPairs :exec
insert into overlap_pair (case_id, part, item_a, item_b, name_a, name_b, year, score, compared, parts, cluster,
    content_hash)
select @case_id, r.part, r.item_a, r.item_b, r.name_a, r.name_b, r.year, r.score, r.compared, r.parts, r.cluster,
    decode(r.hash, 'hex')
from jsonb_to_recordset(@pairs::jsonb) r (part text, item_a text, item_b text, name_a text, name_b text, year int,
    score int, compared int, parts jsonb, cluster text, hash text);

-- name: OverlapDecisionsOfCase :many
-- The last decision on each pair of a compilation, whatever it said then.
select distinct on (d.part, d.item_a, d.item_b) d.*
from overlap_decision d where d.case_id = @case_id
order by d.part, d.item_a, d.item_b, d.act_seq desc;

-- name: OverlapPair :one
select * from overlap_pair where case_id = @case_id and part = @part and item_a = @item_a and item_b = @item_b;

-- name: InsertOverlapDecision :exec
insert into overlap_decision (case_id, act_seq, part, item_a, item_b, year, content_hash, decision, item, into_item,
    to_unit, decided_by, meeting_id, reason, person_id, post_id, decided_on)
values (@case_id, @act_seq, @part, @item_a, @item_b, @year, @content_hash, @decision, @item, @into_item,
    nullif(@to_unit::text, ''), @decided_by, sqlc.narg(meeting_id), @reason, @person_id, nullif(@post_id::text, ''), @decided_on);

-- name: OverlapDecisionsOf :many
-- What was last decided on the pairs of which given projects are one, in the years up to a year: what the rows of that
-- year's collection show.
select distinct on (d.case_id, d.part, d.item_a, d.item_b) d.*, coalesce(u.name, '')::text as to_unit_name
from overlap_decision d left join unit u on u.id = d.to_unit
where (d.item_a = any(@items::text[]) or d.item_b = any(@items::text[])) and d.year <= @year
order by d.case_id, d.part, d.item_a, d.item_b, d.act_seq desc;

-- name: OverlapMeeting :one
-- The state of a meeting of the year of a compilation.
select m.state from case_file m join case_file c on c.cycle_id = m.cycle_id
where m.id = @meeting_id and m.kind = 'meeting' and c.id = @case_id;

-- name: ViewOverlaps :many
-- A page of the pairs of a compilation, the likeliest first, each with the last decision on it.
select p.part, p.item_a, p.item_b, p.name_a, p.name_b, p.year, p.score, p.compared, p.parts, p.cluster,
    coalesce(d.decision, '')::text as decision, coalesce(d.item, '')::text as item,
    coalesce(d.into_item, '')::text as into_item, coalesce(d.to_unit, '')::text as to_unit,
    coalesce(d.decided_by, '')::text as decided_by, coalesce(d.reason, '')::text as reason, d.decided_on, d.meeting_id,
    coalesce(d.act_seq, 0)::int as act_seq, coalesce(s.slug, '')::text as person, coalesce(s.name, '')::text as person_name,
    coalesce(d.post_id, '')::text as post, coalesce(d.content_hash <> p.content_hash, false)::bool as outdated
from overlap_pair p
    left join lateral (select * from overlap_decision x where x.case_id = p.case_id and x.part = p.part
        and x.item_a = p.item_a and x.item_b = p.item_b order by x.act_seq desc limit 1) d on true
    left join person s on s.id = d.person_id
where p.case_id = @case_id and p.score >= @least::int
    and (@cluster::text = '' or p.cluster = @cluster) and (@part::text = '' or p.part = @part)
    and (@item::text = '' or @item in (p.item_a, p.item_b))
    and (@settled::text = '' or (@settled = 'yes') = (d.decision is not null and d.content_hash = p.content_hash))
    and (@first::bool or (-p.score, p.part, p.item_a, p.item_b) > (@after_rank::int, @after_part::text, @after_a::text, @after_b::text))
order by p.score desc, p.part, p.item_a, p.item_b
limit @n;

-- name: CountOverlaps :one
select count(*)::int as pairs, count(distinct p.cluster)::int as clusters,
    (count(*) filter (where d.decision is not null and d.content_hash = p.content_hash))::int as settled
from overlap_pair p
    left join lateral (select x.decision, x.content_hash from overlap_decision x where x.case_id = p.case_id
        and x.part = p.part and x.item_a = p.item_a and x.item_b = p.item_b order by x.act_seq desc limit 1) d on true
where p.case_id = @case_id;

-- name: SettledPairs :many
-- The pairs of the present paper that somebody has decided on as they stand.
select p.part, p.item_a, p.item_b from overlap_pair p
where p.case_id = $1 and p.content_hash = (select x.content_hash from overlap_decision x where x.case_id = p.case_id
    and x.part = p.part and x.item_a = p.item_a and x.item_b = p.item_b order by x.act_seq desc limit 1);

-- name: InsertNomination :exec
insert into nomination (case_id, programme) values (@case_id, @programme);

-- name: MarkNominated :exec
update nomination set nominee = @nominee, merit = @merit, facts = @facts, salt = @salt where case_id = @case_id;

-- name: MarkExamined :exec
update nomination set facts = @facts, eligible = @eligible, verdict = @verdict, special_merit = @special_merit
where case_id = @case_id;

-- name: InsertScore :exec
insert into score (case_id, person_id, tenths, opinion) values (@case_id, @person_id, @tenths, @opinion);

-- name: ScoresOf :many
select * from score where case_id = $1 order by person_id;

-- name: MarkScored :exec
update nomination set total_tenths = @total_tenths where case_id = @case_id;

-- name: ScoredNominations :many
-- Those who come before the merit board, in the order in which they were opened.
select n.case_id, n.total_tenths, c.subject, c.content_hash, u.name as unit,
    (select min(s.tenths) from score s where s.case_id = n.case_id)::int as lowest,
    row_number() over (order by (select min(a.office_date) from act a where a.case_id = n.case_id and a.verb = 'nominate'),
        c.subject) as nominated_as
from nomination n
    join case_file c on c.id = n.case_id
    join unit u on u.id = c.unit_id
where c.stage_id = $1 and c.state = 'scored'
order by c.subject;

-- name: SetRank :exec
update nomination set rank = @rank where case_id = @case_id;

-- name: NomineesBefore :many
-- The nominees on the agenda of a merit board, with the result of the board.
select n.case_id, n.nominee, i.result from agenda_item i
    join nomination n on n.case_id = i.about
where i.case_id = $1 order by i.ordinal;

-- name: PostNominee :exec
update nomination set posted_as = @posted_as, posted_on = @posted_on, posted_until = @posted_until where case_id = @case_id;

-- name: MarkVetted :exec
update nomination set objections = @objections, vet_note = @vet_note where case_id = @case_id;

-- name: BoardResult :one
-- What the last merit board said of a nominee; no row where none has resolved.
select i.result, m.vet_until from agenda_item i
    join meeting m on m.case_id = i.case_id and m.resolved_on is not null
where i.about = $1 order by m.resolved_on desc, m.attempt desc limit 1;

-- name: VettingUntil :one
select m.vet_until from meeting m join case_file c on c.id = m.case_id
where c.stage_id = $1 and m.resolved_on is not null order by m.resolved_on desc, m.attempt desc limit 1;

-- name: BetterRanked :one
-- How many come before a nominee in the list from which awards are given.
select count(*)::int from nomination n
    join case_file c on c.id = n.case_id and c.state in ('scored', 'vetted', 'awarded')
where c.stage_id = @stage_id and n.rank < @rank;

-- name: AwardList :many
-- The list that the deciding document is about.
select n.rank, n.nominee, n.total_tenths, n.objections, u.name as unit from nomination n
    join case_file c on c.id = n.case_id
    join unit u on u.id = c.unit_id
where c.stage_id = $1 and c.state = 'vetted' order by n.rank;

-- name: AwardDecision :one
-- The state of the document by which the mayor decides; no row before it was drafted.
select state from case_file where stage_id = $1 and kind = 'document' and subject = 'award-decision';

-- name: MarkAwarded :exec
update nomination set awarded = @awarded, awarded_on = @awarded_on, register_number = @register_number where case_id = @case_id;

-- name: AwardDataToForget :many
-- Nominations that ended, with their stage, up to a day, and of which somebody said something: so many at the most.
select n.case_id, greatest(c.closed_on, s.closed_on)::date as ended,
    (select count(*) from personal_words w where w.case_id = n.case_id)::int as words,
    (select count(*) from personal_words w where w.case_id = n.case_id and w.carried)::int as bodies,
    coalesce((select array_agg(l.leaf order by l.leaf) from personal_words w join audit_leaf l on l.entry_id = w.entry_id
        where w.case_id = n.case_id and w.carried), '{}')::bigint[] as leaves
from nomination n join case_file c on c.id = n.case_id join stage s on s.id = c.stage_id
where n.forgotten_on is null and c.closed_on <= @upto and s.closed_on <= @upto
    and exists (select from personal_words w where w.case_id = n.case_id)
order by n.case_id limit @most;

-- name: ForgetAwardData :exec
-- Carries out what an entry names.
select award_forget($1)::bigint;

-- name: NamesOnList :many
-- The names on the list of a paper on which the mayor decides awards.
select distinct (e ->> 'nominee')::text as name from document d, jsonb_array_elements(
    case jsonb_typeof(d.body -> 'nominees') when 'array' then d.body -> 'nominees' else '[]' end) e
where d.case_id = $1 and coalesce(e ->> 'nominee', '') <> '' order by 1;

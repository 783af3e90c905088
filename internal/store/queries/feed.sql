-- name: EndFeeds :exec
update calendar_feed set ended_on = @ended_on where person_id = @person_id and ended_on is null;

-- name: InsertFeed :exec
insert into calendar_feed (id, person_id, made_on) values (@id, @person_id, @made_on);

-- name: FeedOfPerson :one
select id, made_on, read_on from calendar_feed where person_id = $1 and ended_on is null;

-- name: GetFeed :one
-- A feed that has not ended, of a person who still holds a post, has a seat or is asked for something.
select f.id, f.person_id, p.name, f.read_on, f.content_hash, f.changed_at
from calendar_feed f join person p on p.id = f.person_id
where f.id = @id and f.ended_on is null and (
    exists (select from holding h where h.person_id = f.person_id and h.valid_from <= @day::date
        and (h.valid_to is null or h.valid_to >= @day))
    or exists (select from seat s where s.person_id = f.person_id and s.valid_from <= @day
        and (s.valid_to is null or s.valid_to >= @day))
    or exists (select from task_actor a join task t on t.id = a.task_id where a.person_id = f.person_id and t.state = 'open'));

-- name: NoteFeedRead :execrows
-- Once a day, however often a program comes.
update calendar_feed set read_on = @day where id = @id and ended_on is null and read_on is distinct from @day;

-- name: NoteFeedChanged :exec
update calendar_feed set content_hash = @content_hash, changed_at = @changed_at where id = @id;

-- name: FeedTasks :many
-- What a person is asked for himself and may see, by the day on which it is due.
select t.id, t.title, t.due_operative, t.due_legal, t.opened_on, u.name as unit_name,
    (f.kind = 'nomination' or coalesce(d.disclosure = 'closed', false))::bool as closed
from task t join case_file f on f.id = t.case_id join unit u on u.id = t.unit_id left join document d on d.case_id = t.case_id
where t.state = 'open' and t.due_operative is not null
    and t.id in (select a.task_id from task_actor a where a.post_id = any(@posts::text[])
        union all select a.task_id from task_actor a where a.person_id = @person)
    and allowed(@keys::text[], @cells::bytea[], f.kind, f.state, d.disclosure, (select y.ties
        from ties_on(f.id, f.unit_id, f.other_unit,
            @person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[],
            @bound::text[]) y))
order by t.due_operative, t.id limit @most;

-- name: FeedMeetings :many
-- Meetings that were called since a day, in which the person sits or which he clerks, and which he may see; a cancelled
-- one is shown as such.
select m.case_id, b.name as body_name, m.hold_on, m.starts_at, m.ends_at, m.place, m.sequence, m.called_on, m.told_at, c.state,
    exists (select from agenda_item i join case_file x on x.id = i.about left join document d on d.case_id = x.id
        where i.case_id = m.case_id and (x.kind = 'nomination' or d.disclosure = 'closed'))::bool as closed
from meeting m join case_file c on c.id = m.case_id join body b on b.id = m.body_id
where m.called_on is not null and m.hold_on >= @since and c.state <> 'missing'
    and (m.body_id = any(@clerked::text[])
        or exists (select from attendance a where a.case_id = m.case_id and a.person_id = @person and a.left_on is null))
    and allowed(@keys::text[], @cells::bytea[], c.kind, c.state, null, (select y.ties
        from ties_on(c.id, c.unit_id, c.other_unit,
            @person::uuid, @posts::text[], @units::text[], @stands::uuid[], @vacant::uuid[],
            @bound::text[]) y))
order by m.hold_on, m.case_id limit @most;

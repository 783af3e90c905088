-- name: GetNoticePreference :one
select * from notice_preference where person_id = @person_id;

-- name: NoticeChoices :many
select kind, delivery from notice_choice where person_id = @person_id order by kind;

-- name: SetNoticePreference :exec
insert into notice_preference (person_id, language, quiet_from, quiet_to, revision, set_on)
values (@person_id, @language, sqlc.narg('quiet_from'), sqlc.narg('quiet_to'), @revision, @set_on)
on conflict (person_id) do update set language = excluded.language, quiet_from = excluded.quiet_from,
    quiet_to = excluded.quiet_to, revision = excluded.revision, set_on = excluded.set_on;

-- name: DropNoticeChoices :exec
delete from notice_choice where person_id = @person_id;

-- name: SetNoticeChoice :exec
insert into notice_choice (person_id, kind, delivery) values (@person_id, @kind, @delivery);

-- name: ActivePackHash :one
-- The pack in force on a day, without its files: the mailroom asks at every round.
select a.hash from policy_activation a where a.from_date <= @day order by a.from_date desc, a.ordinal desc limit 1;

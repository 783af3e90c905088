-- Invitations of members from outside.

-- name: InvitablePerson :one
-- A member from outside who has a seat in the body on the day.
select p.id, p.name from person p
where p.slug = @slug and p.outside and exists (select from seat s
    where s.body_id = @body_id and @day::date between s.valid_from and coalesce(s.valid_to, @day)
        and (s.person_id = p.id or s.post_id in (select h.post_id from holding h where h.person_id = p.id
            and @day between h.valid_from and coalesce(h.valid_to, @day))));

-- name: InsertInvitation :exec
insert into invitation (id, person_id, body_id, hash, pin_hash, invited_by, created_at, expires_at)
values (@id, @person_id, @body_id, @hash, @pin_hash, @invited_by, @created_at, @expires_at);

-- name: RevokeInvitationsOf :many
-- Whoever is invited anew has one open invitation to a body, the newest.
update invitation set revoked_at = @at
where person_id = @person_id and body_id = @body_id and revoked_at is null and used_at is null
returning id;

-- name: InvitationsOf :many
select i.id, p.slug, p.name, i.created_at, i.expires_at, i.tries, i.used_at, i.revoked_at, i.pledged_at, i.consented_at
from invitation i join person p on p.id = i.person_id
where i.body_id = $1
order by i.created_at desc, i.id limit 200;

-- name: GetInvitation :one
select id, person_id, body_id, expires_at from invitation where id = $1;

-- name: RevokeInvitation :execrows
update invitation set revoked_at = @at where id = @id and revoked_at is null;

-- name: RevokeSessionsOfInvitation :many
update session set revoked_at = @at, revoked_why = 'revoked'
where invitation_id = @invitation_id and revoked_at is null
returning id, person_id;

-- name: InvitationByHash :one
select i.id, i.person_id, i.body_id, i.pin_hash, i.tries,
    (i.used_at is null and i.revoked_at is null and @at::timestamptz < i.expires_at and i.tries < 5 and belongs(i.person_id)
        and seated(i.person_id, i.body_id))::bool as open
from invitation i where i.hash = @hash
for update;

-- name: CountTry :exec
update invitation set tries = tries + 1 where id = $1 and tries < 5;

-- name: UseInvitation :exec
update invitation set used_at = @at, pledged_at = @at, consented_at = @at where id = @id;

-- name: TaskOfBody :one
select case_of_body(t.case_id, @body_id::text)::bool from task t where t.id = @id;

-- name: CaseOfBody :one
select case_of_body(@id::uuid, @body_id::text)::bool;

-- Sessions, and whom a provider of sign-ins speaks of.

-- name: InsertSession :exec
insert into session (id, person_id, hash, how, amr, scopes, auth_time, provider_sid, created_at, last_seen_at, idle_until,
    ends_at, address, agent_hash, body_id, invitation_id, stage_id, meeting_id)
values (@id, @person_id, @hash, @how, @amr, @scopes, @auth_time, @provider_sid, @at, @at, @idle_until, @ends_at, @address,
    @agent_hash, @body_id, @invitation_id, @stage_id, @meeting_id);

-- name: PersonBySession :one
select s.id as session_id, s.how, s.scopes, s.auth_time, s.last_seen_at, s.ends_at, s.body_id, s.stage_id,
    s.meeting_id, p.id as person_id, p.slug, p.name, p.outside,
    (s.revoked_at is null and @at::timestamptz < s.idle_until and @at < s.ends_at and belongs(p.id)
        and (s.body_id is null or seated(p.id, s.body_id)) and round_runs(s.stage_id, s.meeting_id))::bool as valid
from session s join person p on p.id = s.person_id
where s.hash = @hash;

-- name: TouchSession :exec
-- Seen again, at most once a minute: most requests write nothing.
update session set last_seen_at = @at, idle_until = least(@idle_until, ends_at)
where id = @id and revoked_at is null and last_seen_at < @before;

-- name: SessionStands :one
select exists (select from session s where s.id = @id and s.revoked_at is null and @at::timestamptz < s.idle_until
    and @at < s.ends_at and belongs(s.person_id) and (s.body_id is null or seated(s.person_id, s.body_id))
    and round_runs(s.stage_id, s.meeting_id))::bool;

-- name: RevokeSession :one
-- Of its own person only, so that another's session is no more there than one that never was.
update session set revoked_at = @at, revoked_why = @why
where id = @id and person_id = @person_id and revoked_at is null
returning how;

-- name: RevokeSessionsOf :many
update session set revoked_at = @at, revoked_why = @why
where person_id = @person_id and revoked_at is null and id is distinct from sqlc.narg('but') and ends_at > @at
returning id;

-- name: RevokeSessionsOfProvider :many
-- All of a subject, or the one that the provider names.
update session s set revoked_at = @at, revoked_why = 'provider'
from sign_in_subject l
where l.issuer = @issuer and l.person_id = s.person_id and s.how = 'oidc' and s.revoked_at is null
    and (l.subject = @subject or @subject::text = '') and (@sid::text = '' or s.provider_sid = @sid)
    and (@subject <> '' or @sid <> '')
returning s.id, s.person_id;

-- name: SessionsOf :many
select id, how, created_at, last_seen_at, least(idle_until, ends_at)::timestamptz as until, address
from session
where person_id = @person_id and revoked_at is null and @at::timestamptz < idle_until and @at < ends_at
order by created_at desc, id limit 100;

-- name: SweepSessions :execrows
delete from session where ends_at < @before;

-- name: SpendState :execrows
insert into sign_in_spent (hash, expires_at) values (@hash, @expires_at) on conflict do nothing;

-- name: SweepStates :exec
delete from sign_in_spent where expires_at < @before;

-- name: PersonOfSubject :one
select p.id, p.slug, p.name, belongs(p.id)::bool as belongs
from sign_in_subject l join person p on p.id = l.person_id
where l.issuer = @issuer and l.subject = @subject;

-- name: PersonsToLink :many
-- Byte for byte: no name that only looks like another opens anything. An address is the same in capital letters.
select p.id, p.slug, p.name, belongs(p.id)::bool as belongs
from person p
where case when @by_email::bool then lower(p.email collate "C") = @value::text else p.slug = @value end
limit 2;

-- name: LinkSubject :execrows
insert into sign_in_subject (issuer, subject, person_id, linked_at) values (@issuer, @subject, @person_id, @at)
on conflict do nothing;

-- name: UnlinkSubjects :execrows
delete from sign_in_subject where person_id = $1;

-- name: PersonAsSlug :one
select p.id, p.slug, p.name, belongs(p.id)::bool as belongs from person p where p.slug = $1;

-- name: Personas :many
-- Everybody who holds a post today, for whoever plays a rehearsal.
select p.slug, p.name, po.title, u.name as unit_name
from holding h
    join person p on p.id = h.person_id
    join post po on po.id = h.post_id
    join unit u on u.id = po.unit_id
where (select c.today from office_clock c) between h.valid_from and coalesce(h.valid_to, (select c.today from office_clock c))
order by u.id, po.ordinal, po.id, p.slug;

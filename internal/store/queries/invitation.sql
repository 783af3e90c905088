-- Invitations of members from outside.

-- name: InvitablePerson :one
-- A member from outside who has a seat in the body on the day.
select p.id, p.name, p.email <> '' as mailable,
    exists (select from totp o where o.person_id = p.id and o.confirmed_at is not null and o.tries < 5) as enrolled,
    exists (select from mobile m where m.person_id = p.id) as reachable
from person p
where p.slug = @slug and p.outside and exists (select from seat s
    where s.body_id = @body_id and @day::date between s.valid_from and coalesce(s.valid_to, @day)
        and (s.person_id = p.id or s.post_id in (select h.post_id from holding h where h.person_id = p.id
            and @day between h.valid_from and coalesce(h.valid_to, @day))));

-- name: InsertInvitation :exec
insert into invitation (id, person_id, body_id, hash, pin_hash, invited_by, created_at, expires_at, mailed, factor, stage_id,
    meeting_id)
values (@id, @person_id, @body_id, @hash, @pin_hash, @invited_by, @created_at, @expires_at, @mailed, @factor, @stage_id,
    @meeting_id);

-- name: NarrowTo :one
-- What an invitation may be narrowed to: an open meeting of the body, or an open round of monitoring or awards.
select c.kind, c.stage_id, coalesce(m.body_id = @body_id::text and c.closed_on is null, false)::bool as meets,
    coalesce(c.kind = 'stage' and s.kind in ('monitor', 'award') and s.closed_on is null, false)::bool as round
from case_file c left join meeting m on m.case_id = c.id left join stage s on s.id = c.stage_id
where c.id = @id;

-- name: KeepBackInvited :exec
-- The letter of an invitation that is over before it left.
update notice set state = 'suppressed', state_reason = 'the invitation ended', claimed_until = null
where dedup = 'invited/' || @id::uuid and state = 'queued';

-- name: RevokeInvitationsOf :many
-- Whoever is invited anew has one open invitation to a body, the newest.
update invitation set revoked_at = @at
where person_id = @person_id and body_id = @body_id and revoked_at is null and used_at is null
returning id;

-- name: InvitationsOf :many
select i.id, p.slug, p.name, i.created_at, i.expires_at, i.tries, i.used_at, i.revoked_at, i.pledged_at, i.consented_at, i.mailed,
    i.factor, coalesce(i.meeting_id, c.id) as case_id, coalesce(t.title, c.title, '')::text as case_title
from invitation i join person p on p.id = i.person_id
    left join case_file c on c.stage_id = i.stage_id and c.kind = 'stage'
    left join case_file t on t.id = i.meeting_id
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
select i.id, i.person_id, i.body_id, i.factor, i.pin_hash, i.stage_id, i.meeting_id, i.codes,
    (case when @at::timestamptz < i.code_until then i.code_hash end)::bytea as code_hash,
    o.sealed as totp, coalesce(o.last_step, 0)::bigint as last_step, m.sealed as mobile,
    (i.used_at is null and i.revoked_at is null and @at < i.expires_at and i.tries < 5 and belongs(i.person_id)
        and seated(i.person_id, i.body_id) and round_runs(i.stage_id, i.meeting_id)
        and (i.factor <> 'totp' or o.confirmed_at is not null and o.tries < 5))::bool as open
from invitation i
    left join totp o on o.person_id = i.person_id
    left join mobile m on m.person_id = i.person_id
where i.hash = @hash
for update of i;

-- name: CountTry :exec
-- Of the link, and where it asks for an authenticator, of that too: nobody tries on with the next link.
with tried as (
    update invitation i set tries = i.tries + 1 where i.id = $1 and i.tries < 5 returning i.person_id, i.factor
)
update totp o set tries = o.tries + 1 from tried where o.person_id = tried.person_id and tried.factor = 'totp' and o.tries < 5;

-- name: SendCode :execrows
-- The next code of a link. A mailed one gets its letter with it; what the letter carries is worked out when it leaves.
with next as (
    update invitation u set codes = u.codes + 1, code_hash = @code_hash, code_until = @until
    where u.id = @id and u.codes = @before and u.codes < 5
    returning u.id, u.person_id, u.body_id, u.factor, u.codes
), told as (
    insert into notice (id, kind, dedup, person_id, office_date, send_on, params, state, legal, cleared)
    select @notice_id::uuid, 'sign_in_code', 'sign_in_code/' || next.id || '/' || next.codes, next.person_id, @day::date, @day::date,
        jsonb_build_object('title', b.name, 'invitation', jsonb_build_object('id', next.id, 'code', next.codes)), 'queued', false,
        true
    from next join body b on b.id = next.body_id where next.factor = 'mailed_code'
)
select from next;

-- name: UseInvitation :exec
update invitation set used_at = @at, pledged_at = @at, consented_at = @at where id = @id;

-- name: CasesOfBody :many
select c.id from case_file c where c.id = any(@ids::uuid[]) and case_of_body(c.id, @body_id::text)
    and case_of_round(c.id, sqlc.narg('stage_id')::uuid, sqlc.narg('meeting_id')::uuid);

-- name: TaskOfBody :one
select (case_of_body(t.case_id, @body_id::text)
    and case_of_round(t.case_id, sqlc.narg('stage_id')::uuid, sqlc.narg('meeting_id')::uuid))::bool
from task t where t.id = @id;

-- name: CaseOfBody :one
select (case_of_body(@id::uuid, @body_id::text)
    and case_of_round(@id, sqlc.narg('stage_id')::uuid, sqlc.narg('meeting_id')::uuid))::bool;

-- The API tokens of one person, as he makes and ends them himself.

-- name: TokensOf :many
select id, name, scopes, created_at, expires_at, last_used_at from token
where person_id = $1 and revoked_at is null and (expires_at is null or expires_at > now())
order by created_at desc, id limit 100;

-- name: CountTokens :one
select count(*)::int from token
where person_id = $1 and revoked_at is null and (expires_at is null or expires_at > now());

-- name: GetToken :one
select id, name, scopes, created_at, expires_at, last_used_at from token where id = @id and person_id = @person_id;

-- name: EndToken :execrows
-- His own only, so that another's token is no more there than one that never was.
update token set revoked_at = @at where id = @id and person_id = @person_id and revoked_at is null;

-- name: EndTokensOf :many
-- All of a person's, when an operator signs him out everywhere.
update token set revoked_at = @at where person_id = @person_id and revoked_at is null returning id;

-- name: TouchToken :exec
-- Used again, at most once an hour: most requests write nothing.
update token set last_used_at = now() where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 hour');

-- name: WarnOfTokens :exec
-- Two weeks before the end, of what was made for longer. Tokens live on wall time.
insert into notice (id, kind, dedup, person_id, office_date, send_on, params, state, legal)
select gen_random_uuid(), 'token_expires', 'token_expires/' || t.id, t.person_id, @day::date, @day::date,
    jsonb_build_object('title', t.name, 'due_legal', (t.expires_at at time zone 'Asia/Seoul')::date), 'held', false
from token t
where t.revoked_at is null and t.expires_at > now() and t.expires_at <= now() + interval '14 days'
    and t.created_at <= t.expires_at - interval '14 days' and belongs(t.person_id)
on conflict (dedup) do nothing;

-- The API tokens of one person, as he makes and ends them himself.

-- name: TokensOf :many
select id, name, scopes, created_at, expires_at from token
where person_id = $1 and revoked_at is null and (expires_at is null or expires_at > now())
order by created_at desc, id limit 100;

-- name: CountTokens :one
select count(*)::int from token
where person_id = $1 and revoked_at is null and (expires_at is null or expires_at > now());

-- name: GetToken :one
select id, name, scopes, created_at, expires_at from token where id = @id and person_id = @person_id;

-- name: EndToken :execrows
-- His own only, so that another's token is no more there than one that never was.
update token set revoked_at = @at where id = @id and person_id = @person_id and revoked_at is null;

-- name: EndTokensOf :many
-- All of a person's, when an operator signs him out everywhere.
update token set revoked_at = @at where person_id = @person_id and revoked_at is null returning id;

-- Second factors of members from outside: authenticators and numbers of mobiles, both sealed.

-- name: BeginTotp :execrows
-- Anew as often as it takes until the first code has proven it.
insert into totp (person_id, sealed, made_at) values (@person_id, @sealed, @made_at)
on conflict (person_id) do update set sealed = excluded.sealed, made_at = excluded.made_at, last_step = 0, tries = 0
where totp.confirmed_at is null;

-- name: GetTotp :one
select sealed, confirmed_at, last_step, tries from totp where person_id = $1 for update;

-- name: ConfirmTotp :exec
update totp set confirmed_at = @at, last_step = @step, tries = 0 where person_id = @person_id;

-- name: MissTotp :exec
update totp set tries = tries + 1 where person_id = $1 and tries < 5;

-- name: SpendStep :execrows
-- No code counts twice.
update totp set last_step = @step, tries = 0 where person_id = @person_id and last_step < @step;

-- name: DropTotp :execrows
delete from totp where person_id = $1;

-- name: KeepMobile :exec
insert into mobile (person_id, sealed, masked, given_by, given_at)
values (@person_id, @sealed, @masked, @given_by, @given_at)
on conflict (person_id) do update set sealed = excluded.sealed, masked = excluded.masked, given_by = excluded.given_by,
    given_at = excluded.given_at;

-- name: DropMobile :execrows
delete from mobile where person_id = $1;

-- name: SweepFactors :exec
-- Whoever belongs here no more leaves neither number nor authenticator.
with gone as (delete from mobile m where not belongs(m.person_id))
delete from totp o where not belongs(o.person_id);

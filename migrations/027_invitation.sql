-- Members from outside the administration are invited to one body. The link of an invitation opens once, and only with a
-- second factor that came another way: a number that the secretary hands over. Of both the hash is kept. Whoever comes in by
-- it has given the pledge and the consent, and sees what that body has to do with, nothing else.

create table invitation (
    id           uuid primary key,
    person_id    uuid not null references person,
    body_id      text not null references body,
    hash         bytea not null unique check (length(hash) = 32),
    pin_hash     bytea not null check (length(pin_hash) = 32), -- keyed with the secret of the installation
    invited_by   uuid not null references person,
    created_at   timestamptz not null,
    expires_at   timestamptz not null check (expires_at > created_at),
    tries        integer not null default 0 check (tries between 0 and 5),
    used_at      timestamptz,
    revoked_at   timestamptz,
    pledged_at   timestamptz,
    consented_at timestamptz,
    check ((used_at is null) = (pledged_at is null) and (used_at is null) = (consented_at is null))
);
create unique index invitation_open_once on invitation (person_id, body_id) where used_at is null and revoked_at is null;
create index invitation_of_body on invitation (body_id, created_at);
create index invitation_of_person on invitation (person_id);

alter table session
    add column body_id       text references body, -- the only one that the session reaches; null: all that its person may
    add column invitation_id uuid references invitation,
    add constraint session_invited check ((how = 'invitation') = (body_id is not null)
        and (body_id is null) = (invitation_id is null));
create index session_of_invitation on session (invitation_id) where invitation_id is not null;

-- Whether a person has a seat in a body today, by himself or by a post that he holds.
create function seated(of_person uuid, of_body text) returns boolean language sql stable as $$
    select exists (select from seat s
        where s.body_id = of_body and d.day between s.valid_from and coalesce(s.valid_to, d.day)
            and (s.person_id = of_person or s.post_id in (select h.post_id from holding h
                where h.person_id = of_person and d.day between h.valid_from and coalesce(h.valid_to, d.day))))
    from (select coalesce((select c.today from office_clock c), (now() at time zone 'Asia/Seoul')::date) as day) d
$$;

-- Whether a body has to do with a case: it meets on it or about it, or one of its seats is asked for something there.
create function case_of_body(of_case uuid, of_body text) returns boolean language sql stable as $$
    select case when c.kind = 'meeting' then
            exists (select from meeting m where m.case_id = c.id and m.body_id = of_body)
        else
            exists (select from agenda_item i join meeting m on m.case_id = i.case_id where i.about = c.id and m.body_id = of_body)
            or exists (select from task t join task_actor a on a.task_id = t.id
                    join seat s on s.post_id = a.post_id and d.day between s.valid_from and coalesce(s.valid_to, d.day)
                -- What a body asks of its members: a seat may belong to a post that signs papers of other offices.
                where t.case_id = c.id and s.body_id = of_body and t.kind in ('attend', 'vote', 'score', 'rank', 'opine'))
            or exists (select from opinion o where o.case_id = c.id and seated(o.expert_id, of_body))
        end
    from case_file c, (select coalesce((select k.today from office_clock k), (now() at time zone 'Asia/Seoul')::date) as day) d
    where c.id = of_case
$$;

do $$
declare
    was text := pg_get_functiondef('known_words(text)'::regprocedure);
    becomes text := replace(was, ',session,', ',session,invitation,');
begin
    if becomes = was then
        raise exception 'known_words has no list of entries';
    end if;
    execute becomes;
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert, update on invitation to gyeol_app;
        grant execute on function case_of_body, seated to gyeol_app;
    end if;
end $$;

---- create above / drop below ----

do $$
begin
    if exists (select from audit_entry where kind = 'invitation') then
        raise exception 'invitations are on record';
    end if;
    execute replace(pg_get_functiondef('known_words(text)'::regprocedure), ',session,invitation,', ',session,');
end $$;
drop function case_of_body, seated;
drop index session_of_invitation;
alter table session drop constraint session_invited, drop column invitation_id, drop column body_id;
drop table invitation;

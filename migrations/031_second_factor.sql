-- Invitations that are mailed, that ask for another second factor than a number, and that reach one round alone; and
-- when an API token was last used. Whoever reads these rows can open nothing with them: of links and codes the hashes are
-- kept, and what must be read again is sealed with a key that is not in the database.

alter table invitation
    add column mailed     boolean not null default false, -- the link is worked out when its mail leaves
    add column factor     text not null default 'pin' check (factor in ('pin', 'totp', 'sms', 'mailed_code')),
    add column stage_id   uuid references stage,     -- the one round of monitoring or awards that it reaches
    add column meeting_id uuid references case_file, -- the one meeting that it reaches
    add column codes      integer not null default 0 check (codes between 0 and 5), -- how many codes were sent
    add column code_hash  bytea check (length(code_hash) = 32), -- of the last one, keyed
    add column code_until timestamptz,
    alter column pin_hash drop not null,
    add constraint invitation_number check ((factor = 'pin') = (pin_hash is not null)),
    add constraint invitation_code check ((code_hash is null) = (code_until is null)
        and (codes > 0) = (code_hash is not null) and (codes = 0 or factor in ('sms', 'mailed_code'))),
    add constraint invitation_one_scope check (stage_id is null or meeting_id is null);
create index invitation_of_stage on invitation (stage_id) where stage_id is not null;
create index invitation_of_meeting on invitation (meeting_id) where meeting_id is not null;

alter table session
    add column stage_id   uuid references stage,
    add column meeting_id uuid references case_file,
    add constraint session_one_scope check ((stage_id is null or meeting_id is null)
        and (body_id is not null or stage_id is null and meeting_id is null));
create index session_of_stage on session (stage_id) where stage_id is not null;
create index session_of_meeting on session (meeting_id) where meeting_id is not null;

-- An authenticator of a member from outside (RFC 6238). Five wrong codes close it until the secretary takes it away.
create table totp (
    person_id    uuid primary key references person,
    sealed       bytea not null check (length(sealed) between 40 and 100),
    made_at      timestamptz not null,
    confirmed_at timestamptz,
    last_step    bigint not null default 0, -- of 30 s since 1970: no code counts twice
    tries        integer not null default 0 check (tries between 0 and 5)
);

-- The number of a member's mobile, for codes. Its secretary enters it.
create table mobile (
    person_id uuid primary key references person,
    sealed    bytea not null check (length(sealed) between 30 and 100),
    masked    text not null check (length(masked) between 4 and 20),
    given_by  uuid not null references person,
    given_at  timestamptz not null
);
comment on column mobile.sealed is 'personal data: the number, sealed';
comment on column mobile.masked is 'personal data: the last digits of the number';

alter table token add column last_used_at timestamptz; -- to the hour

-- Whether what an invitation was narrowed to still goes on: the round, or the meeting.
create function round_runs(of_stage uuid, of_meeting uuid) returns boolean language sql stable as $$
    select (of_stage is null or exists (select from stage s where s.id = of_stage and s.closed_on is null))
        and (of_meeting is null or exists (select from case_file c where c.id = of_meeting and c.closed_on is null))
$$;

-- Whether a case belongs to the round, or to the meeting: the meeting itself, or what stands on its agenda.
create function case_of_round(of_case uuid, of_stage uuid, of_meeting uuid) returns boolean language sql stable as $$
    select (of_stage is null or exists (select from case_file c where c.id = of_case and c.stage_id = of_stage))
        and (of_meeting is null or of_case = of_meeting
            or exists (select from agenda_item i where i.case_id = of_meeting and i.about = of_case))
$$;

do $$
declare
    def text := pg_get_functiondef('known_words(text)'::regprocedure);
    w record;
begin
    for w in select * from (values
        ('notice', 'digest', 'invited'), ('notice', 'digest', 'sign_in_code'), ('notice', 'digest', 'token_expires')
    ) as w (list, beside, word)
    loop
        def := regexp_replace(def, '(when ''' || w.list || ''' then\s+''\{[^}]*\m)' || w.beside || '\M',
            '\1' || w.beside || ',' || w.word);
        execute def;
        if not word_known(w.list, w.word) then
            raise exception 'known_words has no list % with %', w.list, w.beside;
        end if;
    end loop;
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert, update, delete on totp, mobile to gyeol_app;
        grant execute on function round_runs, case_of_round to gyeol_app;
    end if;
end $$;

---- create above / drop below ----

-- What was recorded never changes: going down is refused where a letter of these kinds is on record.
do $$
declare
    def text := pg_get_functiondef('known_words(text)'::regprocedure);
    word text;
begin
    if exists (select from notice where kind in ('invited', 'sign_in_code', 'token_expires')) then
        raise exception 'letters about signing in are on record';
    end if;
    if exists (select from invitation where factor <> 'pin') then
        raise exception 'invitations without a number are on record';
    end if;
    foreach word in array array['invited', 'sign_in_code', 'token_expires'] loop
        def := replace(def, ',' || word, '');
    end loop;
    execute def;
end $$;
drop function case_of_round, round_runs;
alter table token drop column last_used_at;
drop table mobile, totp;
alter table session drop constraint session_one_scope, drop column meeting_id, drop column stage_id;
alter table invitation drop constraint invitation_one_scope, drop constraint invitation_code,
    drop constraint invitation_number, alter column pin_hash set not null, drop column code_until, drop column code_hash,
    drop column codes, drop column meeting_id, drop column stage_id, drop column factor, drop column mailed;

-- Notices as people want them, within what the rules leave them: how each kind comes, in which language, and at which
-- hours none comes; several that come within two minutes in one letter; and whom a ladder climbs to.

-- What a person chose for all his letters. No row: the language is Korean, and the hours are those of the rules.
create table notice_preference (
    person_id  uuid primary key references person,
    language   text not null default 'ko' check (language in ('ko', 'en')),
    quiet_from text check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'), -- wall time in Seoul; null: as the rules have it
    quiet_to   text check (quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),   -- the same as quiet_from: none at all
    revision   integer not null check (revision >= 1),
    set_on     date not null,
    check ((quiet_from is null) = (quiet_to is null))
);
comment on column notice_preference.quiet_from is 'personal data';
comment on column notice_preference.quiet_to is 'personal data';

-- What he chose for a kind. A choice counts only while the rule of the kind allows it.
create table notice_choice (
    person_id uuid not null references person,
    kind      text not null check (word_known('notice', kind)),
    delivery  text not null check (delivery in ('immediate', 'digest', 'off')),
    primary key (person_id, kind)
);

-- When a person last had a letter that others may have to wait behind. One row for each, so that two drains at once do
-- not both begin a letter to him.
create table letterbox (
    person_id uuid primary key references person,
    last_at   timestamptz not null
);

-- A notice that the law does not ask for is looked at once before it may leave.
alter table notice add column cleared boolean not null default false;
comment on column notice.cleared is 'it was settled that the notice leaves as it is; what the law asks for needs no settling';
create index notice_unsettled on notice (person_id, send_on, next_try) where state = 'queued' and not cleared and not legal;

-- The end of the quiet hours in which a moment lies, by wall time in Seoul; null outside of them.
create function quiet_until(at timestamptz, begins text, ends text) returns timestamptz language sql immutable as $$
    select case
        when begins = ends or begins is null or ends is null then null
        when begins < ends and t >= begins::time and t < ends::time then (d + ends::time) at time zone 'Asia/Seoul'
        when begins > ends and t >= begins::time then (d + 1 + ends::time) at time zone 'Asia/Seoul'
        when begins > ends and t < ends::time then (d + ends::time) at time zone 'Asia/Seoul'
    end
    from (select (at at time zone 'Asia/Seoul')::time as t, (at at time zone 'Asia/Seoul')::date as d) local
$$;

-- The post that heads a unit on a day.
create function unit_head(of_unit text, on_day date) returns text language sql stable as $$
    select p.id from post p where p.unit_id = of_unit and p.rank in ('division_head', 'bureau_head', 'none')
        and p.valid_from <= on_day and (p.valid_to is null or p.valid_to >= on_day)
    order by p.ordinal, p.id limit 1
$$;

-- The head of the bureau above a unit; null where none is above it.
create function bureau_head(of_unit text, on_day date) returns text language sql stable as $$
    with recursive above as (
        select u.parent_id as id, 1 as steps from unit u where u.id = of_unit
        union all
        select u.parent_id, a.steps + 1 from above a join unit u on u.id = a.id where a.steps < 9
    )
    select p.id from above a join post p on p.unit_id = a.id and p.rank = 'bureau_head'
        and p.valid_from <= on_day and (p.valid_to is null or p.valid_to >= on_day)
    order by a.steps, p.ordinal, p.id limit 1
$$;

do $$
declare
    was text := pg_get_functiondef('known_words(text)'::regprocedure);
    becomes text := replace(was, 'process,digest,absence,', 'process,digest,preference,absence,');
begin
    if becomes not like '%,preference,%' then
        raise exception 'known_words has no list of entries';
    end if;
    execute becomes;
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert, update on notice_preference, letterbox to gyeol_app;
        grant select, insert, update, delete on notice_choice to gyeol_app;
    end if;
end $$;

---- create above / drop below ----

-- What was said to people stands: going down is refused where a bundle left or a choice is on record.
do $$
begin
    if exists (select from notice where kind = 'bundle') or exists (select from audit_entry where kind = 'preference') then
        raise exception 'bundles or choices are on record';
    end if;
    execute replace(pg_get_functiondef('known_words(text)'::regprocedure), ',preference,', ',');
end $$;
drop function bureau_head, unit_head, quiet_until;
drop index notice_unsettled;
alter table notice drop column cleared;
drop table letterbox, notice_choice, notice_preference;

-- Meetings in calendars (RFC 5545): a meeting has hours, and a number that rises with every change that its members are
-- told, so that a calendar knows the newer wording. Whoever left the body between the call and the meeting sits in it no
-- more. And each person may have one address at which a calendar program reads his deadlines and meetings.

alter table meeting
    add column starts_at text not null default '' check (starts_at ~ '^(([01]\d|2[0-3]):[0-5]\d)?$'), -- in Seoul
    add column ends_at   text not null default '' check (ends_at ~ '^(([01]\d|2[0-3]):[0-5]\d)?$'),
    add column sequence  integer not null default 0 check (sequence >= 0),
    add column told_at   timestamptz, -- when the members were last told
    add constraint meeting_hours check (starts_at = ends_at and starts_at = '' or starts_at < ends_at and starts_at <> '');

alter table attendance add column left_on date;

-- The address of a feed is the id under a signature of the installation: it is not kept, and whoever reads the rows
-- cannot make one. A renewed address is a row of its own.
create table calendar_feed (
    id           uuid primary key,
    person_id    uuid not null references person,
    made_on      date not null,
    ended_on     date,
    read_on      date, -- the last day on which a program came: noted once a day
    content_hash bytea check (content_hash is null or length(content_hash) = 32), -- of what it was last given
    changed_at   timestamptz,
    check (ended_on is null or ended_on >= made_on),
    check ((content_hash is null) = (changed_at is null))
);
create unique index calendar_feed_one_of_person on calendar_feed (person_id) where ended_on is null;

do $$
declare
    was text := pg_get_functiondef('known_words(text)'::regprocedure);
    becomes text := replace(replace(replace(was,
        'no_quorum,resolved,minutes_published', 'no_quorum,cancelled,resolved,minutes_published'), -- of a meeting
        'called,closed,', 'called,cancelled,closed,'), -- of any case
        ',call,', ',call,cancel_meeting,move_meeting,seat_members,');
begin
    if becomes not like '%no_quorum,cancelled,%' or becomes not like '%called,cancelled,closed%'
        or becomes not like '%cancel_meeting,%' then
        raise exception 'known_words has no list of states or verbs';
    end if;
    execute becomes;
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert, update on calendar_feed to gyeol_app;
    end if;
end $$;

---- create above / drop below ----

-- What was told never changes: going down is refused where a meeting was moved or cancelled.
do $$
begin
    if exists (select from act where verb in ('cancel_meeting', 'move_meeting', 'seat_members'))
        or exists (select from notice where kind in ('meeting_moved', 'meeting_cancelled')) then
        raise exception 'changes of meetings are on record';
    end if;
    execute replace(replace(pg_get_functiondef('known_words(text)'::regprocedure),
        'cancel_meeting,move_meeting,seat_members,', ''), ',cancelled,', ',');
end $$;
drop table calendar_feed;
alter table attendance drop column left_on;
alter table meeting
    drop constraint meeting_hours, drop column told_at, drop column sequence, drop column ends_at, drop column starts_at;

-- What became of a sub-project in a year: when it began or ended and why, into which other it was merged, to which unit it
-- was transferred (종료, 통합, 이관). The month stays as it is printed, for it names no day.

create table sub_project_event (
    sub_project_id text not null,
    year           integer not null,
    kind           text not null check (kind in ('began', 'ended', 'merged', 'transferred', 'noted')),
    month          text not null default '' check (month ~ '^(\d{4}-\d{2})?$'),
    into_id        text references sub_project,
    to_unit_id     text references unit,
    reason         text not null default '',
    primary key (sub_project_id, year, kind),
    foreign key (sub_project_id, year) references sub_project_version,
    check ((kind = 'merged') = (into_id is not null)),
    check ((kind = 'transferred') = (to_unit_id is not null))
);

do $$
begin
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert, update, delete on sub_project_event to gyeol_app;
    end if;
end $$;

---- create above / drop below ----

drop table sub_project_event;

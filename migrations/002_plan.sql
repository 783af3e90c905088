-- What is planned: the city's basic plan down to its unit projects, the yearly sub-projects, and what the source
-- documents print. Money is won in bigint; null means that the source gives no amount, which is not zero.

create table basic_plan (
    id              text primary key,
    title           text not null,
    year_from       integer not null,
    year_to         integer not null check (year_to >= year_from),
    document_number text not null default '',
    policy_number   text not null default '',
    approved_on     date
);

create table pillar (
    id      text primary key,
    plan_id text not null references basic_plan,
    number  text not null,
    name    text not null,
    ordinal integer not null,
    unique (plan_id, ordinal)
);

create table plan_task (
    id        text primary key,
    pillar_id text not null references pillar,
    number    text not null,
    name      text not null,
    ordinal   integer not null,
    unique (pillar_id, ordinal)
);

create table unit_project (
    id           text primary key,
    plan_task_id text not null references plan_task,
    code         text not null,
    name         text not null,
    change_class text not null check (change_class in ('new', 'expanded', 'continued', 'improved', 'strengthened')),
    ordinal      integer not null,
    targets      jsonb not null default '[]',
    unique (plan_task_id, ordinal)
);

create table unit_project_unit (
    unit_project_id text not null references unit_project,
    unit_id         text not null references unit,
    role            text not null check (role in ('lead', 'partner')),
    ordinal         integer not null,
    primary key (unit_project_id, unit_id)
);
create unique index unit_project_one_lead on unit_project_unit (unit_project_id) where role = 'lead';

create table investment (
    plan_id text not null references basic_plan,
    id      text not null,
    level   text not null,
    node_id text not null default '',
    name    text not null,
    span    text not null, -- total, 2022 … 2026, 2027-2030
    krw     bigint,
    printed text not null,
    ordinal integer not null,
    primary key (plan_id, id, span)
);

create table kpi (
    plan_id text not null references basic_plan,
    ordinal integer not null,
    name    text not null,
    measures jsonb not null,
    primary key (plan_id, ordinal)
);

create table sub_project (
    id text primary key
);

create table sub_project_version (
    sub_project_id text not null references sub_project,
    year           integer not null,
    pillar_number  integer not null,
    pillar_name    text not null,
    task_number    integer not null,
    task_name      text not null,
    name           text not null,
    ordinal        integer not null,
    status         text[] not null,
    figures        jsonb not null default '[]',
    budget_krw     bigint,
    executed_krw   bigint,
    owner_unit_id  text not null references unit,
    primary key (sub_project_id, year)
);
create index sub_project_of_owner on sub_project_version (year, owner_unit_id, ordinal);

create table sub_project_unit (
    sub_project_id text not null,
    year           integer not null,
    unit_id        text not null references unit,
    primary key (sub_project_id, year, unit_id),
    foreign key (sub_project_id, year) references sub_project_version
);

-- A figure that a document prints for the whole city; never spread over rows.
create table cited_total (
    year    integer not null,
    what    text not null, -- budget, executed, execution_rate_tenths, …
    value   bigint not null,
    unit    text not null,
    printed text not null,
    source  text not null,
    primary key (year, what)
);

create table source_inconsistency (
    id       text primary key,
    source   text not null,
    kind     text not null,
    place    text not null,
    printed  text not null,
    computed text not null,
    note     text not null default '',
    checked  boolean not null,
    ordinal  integer not null
);

---- create above / drop below ----

drop table source_inconsistency, cited_total, sub_project_unit, sub_project_version, sub_project, kpi, investment,
    unit_project_unit, unit_project, plan_task, pillar, basic_plan;

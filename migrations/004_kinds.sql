-- What each kind of case records beyond its state. One table per noun; the case row stays the only thing that moves.

create table submission (
    case_id           uuid primary key references case_file,
    form              text not null,
    about_year        integer not null,
    nothing_to_report boolean not null default false,
    submitted_on      date,
    accepted_on       date,
    check (accepted_on is null or submitted_on is not null)
);

create table plan_row (
    id              uuid primary key,
    case_id         uuid not null references case_file,
    unit_project_id text not null references unit_project,
    ordinal         integer not null,
    assigned_post   text references post,
    revision        integer not null default 0,
    change_class    text not null default '',
    budget_krw      bigint check (budget_krw >= 0),
    data            jsonb not null default '{}',
    unique (case_id, unit_project_id)
);

create table result_row (
    id             uuid primary key,
    case_id        uuid not null references case_file,
    sub_project_id text not null references sub_project,
    ordinal        integer not null,
    assigned_post  text references post,
    revision       integer not null default 0,
    budget_krw     bigint check (budget_krw >= 0),
    executed_krw   bigint check (executed_krw >= 0),
    data           jsonb not null default '{}',
    unique (case_id, sub_project_id)
);

-- Rows of forms that are not about projects: agency plans, progress.
create table form_row (
    id            uuid primary key,
    case_id       uuid not null references case_file,
    item          text not null,
    title         text not null,
    ordinal       integer not null,
    assigned_post text references post,
    revision      integer not null default 0,
    data          jsonb not null default '{}',
    unique (case_id, item)
);

create table receipt (
    case_id         uuid primary key references case_file,
    from_unit       text not null references unit,
    external_number text not null default '',
    received_title  text not null default '',
    registered_on   date,
    check ((registered_on is null) = (external_number = ''))
);

create table finding (
    case_id      uuid not null references case_file,
    ordinal      integer not null,
    text         text not null check (text <> ''),
    reflected_in text not null default '',
    reflected_on date,
    primary key (case_id, ordinal),
    check ((reflected_on is null) = (reflected_in = ''))
);

-- The content hash of the case covers body and findings; decisions on findings are added at the confirmation.
create table compilation (
    case_id      uuid primary key references case_file,
    body         jsonb not null default '{}',
    findings     jsonb not null default '[]',
    decisions    jsonb not null default '[]',
    rows         integer not null default 0,
    compiled_on  date,
    confirmed_on date,
    check (confirmed_on is null or compiled_on is not null)
);

create table document (
    case_id          uuid primary key references case_file,
    matter           text not null,
    title            text not null,
    about_year       integer not null,
    drafter_post     text not null references post,
    body             jsonb not null default '{}',
    disclosure       text not null default 'public' check (disclosure in ('public', 'partial', 'closed')),
    foia_items       integer[] not null default '{}',
    disclosure_reason text not null default '',
    retention_years  integer not null default 5,
    document_number  text, -- as printed; issued_number keeps it unique per series
    policy_number    text,
    drafted_on       date not null,
    approved_on      date,
    dispatched_on    date,
    check ((document_number is null) = (approved_on is null)),
    check (disclosure = 'public' or (cardinality(foia_items) > 0 and disclosure_reason <> ''))
);

-- Approved text never changes (DocDecree 17): a finished document keeps every round that led to it.
create table document_version (
    case_id      uuid not null references document,
    round        integer not null,
    body         jsonb not null,
    content_hash bytea not null check (length(content_hash) = 32),
    drafted_on   date not null,
    primary key (case_id, round)
);
create trigger document_version_never_changes before update or delete on document_version
    for each row execute function refuse_change();

create table line_cell (
    case_id   uuid not null references document,
    round     integer not null,
    position  integer not null,
    role      text not null check (role in ('review', 'concur', 'agree', 'approve')),
    post_id   text not null references post,
    title     text not null,
    delegated boolean not null default false,
    reasons   jsonb not null default '[]',
    state     text not null default 'waiting' check (state in ('waiting', 'current', 'signed', 'returned', 'void')),
    person_id uuid references person,
    hash_seen bytea,
    opinion   text not null default '',
    signed_on date,
    primary key (case_id, round, position),
    check ((state in ('signed', 'returned')) = (signed_on is not null))
);

create table number_series (
    key  text primary key, -- document/<unit>/<year>, policy/<series>/<year>, award/<year>
    last integer not null check (last >= 1)
);

create table issued_number (
    series  text not null references number_series,
    number  integer not null check (number >= 1),
    case_id uuid not null references case_file,
    primary key (series, number)
);

create table dispatch (
    case_id       uuid not null references case_file,
    unit_id       text not null references unit,
    dispatched_on date not null,
    arrived_on    date not null,
    rule          text not null,
    primary key (case_id, unit_id),
    check (arrived_on >= dispatched_on)
);

create table body (
    id   text primary key,
    name text not null,
    kind text not null
);

-- A seat belongs to a post (ex officio) or to a person from outside; member is the slug of either.
create table seat (
    body_id    text not null references body,
    member     text not null,
    post_id    text references post,
    person_id  uuid references person,
    role       text not null check (role in ('chair', 'vice_chair', 'member')),
    ordinal    integer not null default 0,
    valid_from date not null,
    valid_to   date,
    primary key (body_id, member, valid_from),
    check ((post_id is null) <> (person_id is null))
);

create table meeting (
    case_id        uuid primary key references case_file,
    body_id        text not null references body,
    attempt        integer not null default 1,
    hold_on        date not null,
    call_by        date,
    place          text not null default '',
    called_on      date,
    arrived_on     date, -- of the notice: on the day it is posted or mailed, a working day
    urgent         text not null default '', -- reason why the notice period was not kept
    papers_on      date,
    held_on        date, -- the day it was convened on
    in_office      integer,
    present        integer,
    quorum         integer,
    presiding      text not null default '',
    resolved_on    date,
    vet_until      date, -- merit board: the last day on which objections to its list are taken
    minutes_on     date,
    minutes_closed text not null default '', -- reason why the minutes are not shown; it is published itself
    check (called_on is null or called_on <= hold_on),
    check ((called_on is null) = (arrived_on is null)),
    check ((held_on is null) = (quorum is null)),
    check (resolved_on is null or present >= quorum),
    check (minutes_on is null or resolved_on is not null)
);

create table attendance (
    case_id     uuid not null references meeting,
    member      text not null,
    role        text not null default 'member',
    person_id   uuid not null references person,
    called_on   date,
    arrived_on  date,
    answer      text not null default '' check (answer in ('', 'yes', 'no')),
    reason      text not null default '',
    present     boolean not null default false,
    signed_on   date, -- of the minutes
    primary key (case_id, member)
);

create table agenda_item (
    id         uuid primary key,
    case_id    uuid not null references meeting,
    ordinal    integer not null,
    title      text not null,
    about      uuid references case_file,
    about_hash bytea check (about_hash is null or length(about_hash) = 32), -- the content the body had before it
    result     text not null default '' check (result in ('', 'passed_as_is', 'passed_amended', 'passed_with_conditions', 'deferred', 'rejected')),
    condition  text not null default '',
    present    integer,
    yes        integer,
    no         integer,
    abstain    integer,
    recused    integer,
    needed     integer,
    unique (case_id, ordinal),
    check ((result = '') = (needed is null)),
    check (result not like 'passed%' or yes >= needed),
    check (present is null or present = yes + no + abstain),
    check ((result in ('passed_amended', 'passed_with_conditions')) = (condition <> ''))
);

create table ballot (
    item_id   uuid not null references agenda_item,
    member    text not null,
    person_id uuid not null references person,
    choice    text not null check (choice in ('yes', 'no', 'abstain', 'recused')),
    reason    text not null default '',
    primary key (item_id, member)
);

create table consultation (
    case_id    uuid primary key references case_file,
    with_unit  text not null references unit,
    question   text not null default '',
    asked_on   date,
    reply_by   date, -- the last lawful day of the reply; only after it is a missing reply recorded
    replied_on date,
    agrees     boolean,
    reply      text not null default '',
    reason     text not null default '', -- of a recorded no-reply
    check ((replied_on is null) = (agrees is null))
);

create table filing (
    case_id        uuid primary key references case_file,
    to_unit        text not null references unit,
    package        jsonb not null default '[]',
    package_hash   bytea check (package_hash is null or length(package_hash) = 32),
    note           text not null default '',
    handed_on      date,
    late           boolean not null default false, -- handed over after the last lawful day; stays visible
    receipt_number text not null default '',
    received_on    date,
    check ((received_on is not null) = (receipt_number <> '')),
    check (handed_on is null or package_hash is not null)
);

create table filing_correction (
    case_id      uuid not null references filing,
    ordinal      integer not null,
    requested_on date not null,
    text         text not null check (text <> ''),
    corrected_on date,
    note         text not null default '',
    package_hash bytea check (package_hash is null or length(package_hash) = 32),
    primary key (case_id, ordinal),
    check ((corrected_on is null) = (package_hash is null))
);

create table opinion (
    case_id     uuid primary key references case_file,
    project_id  text not null,
    expert_id   uuid not null references person,
    method      text not null default '' check (method in ('', 'desk', 'field', 'interview')),
    rating      text not null default '' check (rating in ('', 'excellent', 'good', 'fair', 'poor')),
    body        text not null default '',
    recommend   text not null default '',
    opined_on   date,
    decision    text not null default '' check (decision in ('', 'accept', 'partly', 'reject', 'later')),
    measure     text not null default '',
    reason      text not null default '',
    measure_due date,
    answered_on date,
    followed_on date,
    follow_note text not null default '',
    check (decision in ('', 'accept') or reason <> '')
);

create table nomination (
    case_id         uuid primary key references case_file,
    programme       text not null,
    nominee         text not null default '',
    merit           text not null default '',
    facts           jsonb not null default '{}',
    eligible        boolean,
    verdict         jsonb not null default '[]',
    special_merit   text not null default '', -- reason for which a ground of the award plan was set aside
    total_tenths    integer check (total_tenths between 0 and 1000),
    rank            integer check (rank >= 1),
    posted_as       text not null default '', -- the masked name of the public vetting
    posted_on       date,
    posted_until    date,
    objections      integer not null default 0 check (objections >= 0),
    vet_note        text not null default '',
    awarded         boolean,
    awarded_on      date,
    register_number text unique,
    check ((awarded is true) = (register_number is not null)),
    check ((register_number is null) = (awarded_on is null)),
    check ((posted_on is null) = (posted_until is null))
);
comment on column nomination.nominee is 'personal data';
comment on column nomination.merit is 'personal data';
comment on column nomination.facts is 'sensitive personal data';

create table score (
    case_id   uuid not null references nomination,
    person_id uuid not null references person,
    tenths    integer not null check (tenths between 0 and 1000),
    opinion   text not null default '',
    primary key (case_id, person_id)
);

create table agreement (
    case_id       uuid primary key references case_file,
    id            text not null unique,
    title         text not null,
    signed_on     date not null,
    term_from     date not null,
    term_to       date not null,
    notice_months integer not null default 0, -- full months of notice before the end; 0: none is stated
    notice_by     date, -- the last lawful day of a notice to end it; null where the text states none
    alerts        integer not null default 0, -- how many alerts of this term have gone out
    review_on     date, -- the next day on which its process must look
    auto_renew    boolean not null default false,
    renew_months  integer,
    renewals      integer not null default 0,
    max_renewals  integer,
    terms         jsonb not null default '{}',
    check (term_to >= term_from)
);

create table attachment (
    sha256     bytea primary key check (length(sha256) = 32),
    size       bigint not null check (size >= 0),
    media_type text not null
);

create table attachment_piece (
    sha256  bytea not null references attachment,
    ordinal integer not null,
    bytes   bytea not null check (length(bytes) <= 1048576),
    primary key (sha256, ordinal)
);

create table case_attachment (
    case_id    uuid not null references case_file,
    ordinal    integer not null,
    name       text not null,
    sha256     bytea not null references attachment,
    disclosure text not null default 'public' check (disclosure in ('public', 'partial', 'closed')),
    primary key (case_id, ordinal)
);

---- create above / drop below ----

drop table case_attachment, attachment_piece, attachment, agreement, score, nomination, opinion, filing_correction,
    filing, consultation, ballot, agenda_item, attendance, meeting, seat, body, dispatch, issued_number, number_series,
    line_cell, document_version, document, compilation, finding, receipt, form_row, result_row, plan_row, submission;

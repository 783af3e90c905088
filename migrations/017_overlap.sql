-- Projects that may stand twice (domain §2.2 stage 4). Names are compared by trigrams: pg_trgm is trusted, so that the
-- owner of the database may create it. Where the database was made with a locale that knows no Hangul, it finds none.

create extension if not exists pg_trgm;
do $$
begin
    if show_trgm('지킴이') = '{}' then
        raise exception 'pg_trgm finds no trigrams in Hangul: the database needs a UTF-8 locale such as C.UTF-8';
    end if;
end $$;

-- The names that a compilation compares, for as long as it does: the transaction that writes them takes them away again,
-- so that a name meets those of its own year alone. The list of pending entries is off: it is read as a whole by every
-- search.
create table overlap_item (
    case_id uuid not null references compilation,
    part    text not null check (part in ('plan', 'results')),
    item    text not null check (item <> '' and length(item) <= 200),
    name    text not null check (length(name) <= 1000), -- letters and digits alone: spacing hides no likeness
    primary key (case_id, part, item)
);
create index overlap_item_name on overlap_item using gin (name gin_trgm_ops) with (fastupdate = off);

-- The pairs that the last compilation found, with one part for each criterion. Likeness is counted in thousandths.
create table overlap_pair (
    case_id      uuid not null references compilation,
    part         text not null check (part in ('plan', 'results')),
    item_a       text not null check (length(item_a) <= 200),
    item_b       text not null check (length(item_b) <= 200),
    name_a       text not null check (length(name_a) <= 1000),
    name_b       text not null check (length(name_b) <= 1000),
    year         integer not null,
    score        integer not null check (score between 0 and 1000),
    compared     integer not null check (compared between 0 and 1000),
    parts        jsonb not null,
    cluster      text not null check (length(cluster) <= 300),
    content_hash bytea not null check (length(content_hash) = 32),
    primary key (case_id, part, item_a, item_b),
    check (item_a collate "C" < item_b collate "C")
);
create index overlap_pair_by_score on overlap_pair (case_id, score desc, part, item_a, item_b);

-- What was decided on a pair; the last decision on the same content counts.
create table overlap_decision (
    case_id      uuid not null references compilation,
    act_seq      integer not null,
    part         text not null check (part in ('plan', 'results')),
    item_a       text not null check (length(item_a) <= 200),
    item_b       text not null check (length(item_b) <= 200),
    year         integer not null,
    content_hash bytea not null check (length(content_hash) = 32),
    decision     text not null check (decision in ('keep', 'merge', 'move', 'drop')),
    item         text not null default '' check (item in ('', item_a, item_b)),
    into_item    text not null default '' check (into_item in ('', item_a, item_b)),
    to_unit      text references unit,
    decided_by   text not null check (decided_by in ('coordinator', 'committee')),
    meeting_id   uuid references meeting,
    reason       text not null check (reason <> '' and length(reason) <= 2000),
    person_id    uuid not null references person,
    post_id      text references post,
    decided_on   date not null,
    primary key (case_id, act_seq),
    foreign key (case_id, act_seq) references act deferrable initially deferred,
    check ((decision = 'keep') = (item = '')),
    check ((decision = 'merge') = (into_item <> '')),
    check ((decision = 'move') = (to_unit is not null))
);
create index overlap_decision_of_pair on overlap_decision (case_id, part, item_a, item_b, act_seq);
create index overlap_decision_of_a on overlap_decision (item_a, year);
create index overlap_decision_of_b on overlap_decision (item_b, year);
create trigger overlap_decision_never_changes before update or delete on overlap_decision
    for each row execute function refuse_change();
create trigger overlap_decision_never_truncated before truncate on overlap_decision
    for each statement execute function refuse_change();

do $$
declare
    was text := pg_get_functiondef('known_words(text)'::regprocedure);
    becomes text := replace(was, ',add_case,', ',add_case,adjust_overlap,');
begin
    if becomes = was then
        raise exception 'known_words has no list of verbs';
    end if;
    execute becomes;
    if exists (select from pg_roles where rolname = 'gyeol_app') then
        grant select, insert, update, delete on overlap_item, overlap_pair to gyeol_app;
        grant select, insert on overlap_decision to gyeol_app;
        revoke update, delete on overlap_decision from gyeol_app;
    end if;
end $$;

---- create above / drop below ----

-- What was decided never changes: going down is refused where an adjustment is on record.
do $$
begin
    if exists (select from act where verb = 'adjust_overlap') then
        raise exception 'decisions on overlaps are on record';
    end if;
    execute replace(pg_get_functiondef('known_words(text)'::regprocedure), 'adjust_overlap,', '');
end $$;
drop table overlap_decision, overlap_pair, overlap_item;
-- The extension stays: the database may have had it before.

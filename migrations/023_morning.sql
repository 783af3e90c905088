-- A morning writes a notice for every rung and moves each once more, so that every index of notices is paid for twice.
-- The ledger is read by day and time: one index serves both, where there was one for each.

drop index notice_of_day, notice_by_time, notice_of_person, notice_amiss;
create index notice_by_time on notice (office_date, created_at, id);
create index notice_of_person on notice (person_id, office_date, created_at, id);
create index notice_amiss on notice (state, office_date, created_at, id) where state in ('unknown', 'failed', 'bounced');

---- create above / drop below ----

drop index notice_by_time, notice_of_person, notice_amiss;
create index notice_of_day on notice (office_date);
create index notice_by_time on notice (created_at, id);
create index notice_of_person on notice (person_id, created_at, id);
create index notice_amiss on notice (state, created_at, id) where state in ('unknown', 'failed', 'bounced');

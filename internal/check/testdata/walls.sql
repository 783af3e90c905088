-- What a faulty application might try, as the role it runs as: each statement stands below its SQLSTATE and what the
-- database says.

-- 42501: permission denied for table ballot
update ballot set choice = 'no' where choice = 'yes';

-- 42501: permission denied for table act
update act set verb = 'approve' where verb = 'return';

-- 42501: permission denied for table audit_entry
delete from audit_entry;

-- 42501: permission denied for table audit_leaf
update audit_leaf set leaf = leaf + 1000000;

-- 42501: permission denied for table decision
update decision set opinion = 'x';

-- 42501: permission denied for table case_file
delete from case_file where id = {document};

-- 42501: permission denied for table notice
delete from notice where id = {notice};

-- 42501: permission denied for table issued_number
update issued_number set number = number + 100;

-- 42501: permission denied for table person
delete from person;

-- 42501: must be owner of table document
alter table document disable trigger all;

-- 42501: permission denied to set parameter
set session_replication_role = replica;

-- 42501: permission denied for schema public
create table public.mine (id int);

-- 42501: permission denied for table installation
update installation set kind = 'real';

-- 42501: permission denied for table schema_version
update schema_version set version = 1;

-- 23001: a row of case_file that was decided or closed never changes
update case_file set seq = seq - 1 where id = {document};

-- 23001: a row of case_file that was decided or closed never changes
update case_file set kind = 'meeting' where id = {filing};

-- 23001: a row of case_file that was decided or closed never changes
update case_file set content_hash = decode(repeat('00', 32), 'hex') where id = {document};

-- 23001: a row of case_file that was decided or closed never changes
update case_file set state = 'drafting' where id = {document};

-- 23001: a row of document that was decided or closed never changes
update document set body = body || '{"changed": true}' where case_id = {document};

-- 23001: a row of document that was decided or closed never changes
update document set document_number = '다른과-1' where case_id = {document};

-- 23001: a row of document that was decided or closed never changes
update document set approved_on = null, document_number = null where case_id = {document};

-- 23001: a row of line_cell that was decided or closed never changes
update line_cell set opinion = 'added later' where case_id = {document} and state = 'signed';

-- 23001: a row of line_cell that was decided or closed never changes
update line_cell set person_id = (select min(id::text)::uuid from person), state = 'signed' where case_id = {document} and state = 'signed';

-- 23001: a row of submission_cell that was decided or closed never changes
update submission_cell set opinion = 'added later' where state = 'signed';

-- 23001: a row of task that was decided or closed never changes
update task set state = 'open', closed_on = null where state = 'done';

-- 23001: a row of agenda_item that was decided or closed never changes
update agenda_item set yes = yes + 1, present = present + 1 where case_id = {meeting} and result <> '';

-- 23001: rows of agenda_item never change
delete from agenda_item where case_id = {meeting} and result <> '';

-- 23001: a row of number_series that was decided or closed never changes
update number_series set last = last + 2;

-- 23001: a row of number_series that was decided or closed never changes
update number_series set last = last - 1 where last > 1;

-- 23001: a row of consultation that was decided or closed never changes
update consultation set agrees = not agrees where replied_on is not null;

-- 23001: a row of filing that was decided or closed never changes
update filing set receipt_number = 'another' where received_on is not null;

-- 23001: goes when its purpose has ended, and not otherwise
update nomination set merit = '' where register_number is not null;

-- 23001: goes when its purpose has ended, and not otherwise
update nomination set nominee = '', merit = '' where merit <> '' and register_number is null;

-- 23001: goes when its purpose has ended, and not otherwise
update nomination set forgotten_on = '2030-01-02', forgotten_rule = 'x', forgotten_by = (select entry_id from personal_words limit 1) where merit = '';

-- 42501: permission denied
update score set opinion = '';

-- 42501: permission denied
delete from personal_words;

-- 42501: permission denied
update personal_words set body = '{}';

-- 23001: a row of nomination that was decided or closed never changes
update nomination set nominee = '다른 기관' where register_number is not null;

-- 23001: a row of notice that was decided or closed never changes
update notice set params = '{}' where id = {notice};

-- 23001: a row of notice that was decided or closed never changes
update notice set sent_at = null, sent_on = null, state = 'queued' where id = {notice};

-- 23001: whoever drafted a paper signs nothing of it
with a as (
    insert into act (case_id, seq, verb, from_state, to_state, round, actor, person_id, key, request_hash, outcome, office_date)
    select f.id, f.seq + 1, 'approve', f.state, f.state, f.round, s.person_id::text, s.person_id, 'forged',
        decode(repeat('00', 32), 'hex'), '{}', current_date
    from case_file f join act s on s.case_id = f.id and s.verb = 'submit' where f.id = {document} order by s.seq limit 1
    returning case_id, seq, person_id, office_date)
insert into decision (case_id, act_seq, round, role, person_id, verb, office_date)
select case_id, seq, 1, 'approve', person_id, 'approve', office_date from a;

-- 23001: a decision differs from its act
with a as (
    insert into act (case_id, seq, verb, from_state, to_state, round, actor, person_id, key, request_hash, outcome, office_date)
    select f.id, f.seq + 1, 'approve', f.state, f.state, f.round, s.person_id::text, s.person_id, 'forged',
        decode(repeat('00', 32), 'hex'), '{}', current_date
    from case_file f join act s on s.case_id = f.id and s.verb = 'submit' where f.id = {document} order by s.seq limit 1
    returning case_id, seq, office_date)
insert into decision (case_id, act_seq, round, role, person_id, verb, office_date)
select a.case_id, a.seq, 1, 'approve', (select p.id from person p where p.id not in (select person_id from act where case_id = a.case_id
    and person_id is not null) limit 1), 'approve', a.office_date from a;

-- 23001: the document cannot be approved: what proves it is missing
with f as (
    insert into case_file (id, kind, process_id, unit_id, subject, title, state, pack_hash, opened_on)
    select gen_random_uuid(), 'document', process_id, unit_id, 'forged', title, 'approved', pack_hash, opened_on
    from case_file where id = {document} returning id)
insert into document (case_id, matter, title, about_year, drafter_post, drafted_on, approved_on, document_number)
select f.id, d.matter, d.title, d.about_year, d.drafter_post, d.drafted_on, d.drafted_on, '평생교육과-999999'
from f, document d where d.case_id = {document};

-- 23001: the submission cannot be accepted: what proves it is missing
update case_file set state = 'accepted', content_hash = null where kind = 'submission' and state <> 'accepted';

-- 23001: the nomination cannot be awarded: what proves it is missing
update case_file set state = 'awarded' where id = {ineligible};

-- 23001: the meeting cannot be resolved: what proves it is missing
update case_file set state = 'resolved' where id = {no_quorum};

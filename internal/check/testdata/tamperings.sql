-- What is done to the record behind the engine's back: each statement stands below its check and what must be said of it.

-- acts: state approved, its acts add up to dispatched
update case_file set state = 'approved' where id = {document};

-- acts: is missing, act
delete from act where verb = 'return' and case_id = {document};

-- acts: no move from in_approval to approved by return
update act set to_state = 'approved' where verb = 'return';

-- acts: starts from drafting, before it stood approved
update act set from_state = 'drafting' where verb = 'dispatch';

-- acts: is the system's alone
update act set actor = 'somebody', person_id = (select min(id::text)::uuid from person) where verb = 'dispatch';

-- acts: redraft has no reason
update act set reason = '' where verb = 'redraft';

-- acts: is in round 1, the acts make it 2
update act set round = 1 where verb = 'redraft';

-- acts: tells another story
update act set outcome = jsonb_set(outcome, '{state}', '"accepted"') where verb = 'return';

-- acts: seq 4, it has 3 acts
update case_file set seq = seq + 1 where id = {opinion};

-- acts: round 5, its acts add up to 2
update case_file set round = 5 where id = {filing};

-- acts: closed on
update case_file set closed_on = closed_on + 1 where id = {filing};

-- acts: state scored, its acts add up to invited
update case_file set state = 'scored' where kind = 'nomination' and subject = 'jongno-gu';

-- audit: act 1 submit has no audit entry
delete from audit_entry where act_seq = 1 and case_id = {document};

-- audit: save_row has no audit entry
delete from audit_entry where contribution_id = (select id from contribution where verb = 'save_row' limit 1);

-- audit: does not have the hash of the entry
update audit_body set body = convert_to(replace(convert_from(body, 'UTF8'), '"return"', '"review"'), 'UTF8');

-- audit: the body is no JSON of an entry
update audit_body set body = 'x', salt = salt;

-- audit: has no body
delete from audit_body where entry_id = (select entry_id from audit_leaf where leaf = 9);

-- audit: the body says request
update act set request_hash = sha256('x') where verb = 'return';

-- audit: the body says office_date
update act set office_date = office_date + 1 where verb = 'receipt';

-- audit: the body says task
update act set task_key = 'another' where verb = 'follow_up';

-- audit: the body says item
update contribution set item = 'another' where verb = 'score';

-- audit: names an act or contribution that is not there
delete from act where verb = 'follow_up';

-- audit: kind and what it names do not agree
update audit_entry set kind = 'token' where act_seq = 1;

-- audit: the row of view
update personal_view set address = '10.9.9.9';

-- audit: the row of view
update personal_view set subjects = array[gen_random_uuid()];

-- audit: the row of view
update personal_view set reason = '업무상 필요';

-- audit: is in the record and not in the log of access
with young as (delete from office_day) delete from personal_view;

-- seal: leaves 3 to 3 are missing
delete from audit_leaf where leaf = 3;

-- seal: has a value of the chain
update audit_leaf set chain = sha256('x') where leaf = 5;

-- seal: does not follow from the leaf before
update audit_leaf set chain = sha256('x') where leaf = 0;

-- seal: the hash of the tree does not follow from entry
update audit_entry set body_hash = sha256('x') where id = (select entry_id from audit_leaf where leaf = 7);

-- seal: the hash of the tree does not follow from entry
update audit_entry set subject_id = 'x' where id = (select entry_id from audit_leaf where leaf = 8);

-- seal: the hash of the tree does not follow from entry
delete from audit_hash where level = 0 and n = 3;

-- seal: that of no leaves
insert into audit_hash (level, n, hash) values (16, 9, sha256('x'));

-- seal: is not that of its
update audit_head set edge = sha256('x') where one;

-- seal: does not follow from the leaves
update audit_checkpoint set root = sha256('x');

-- seal: does not say what its row says
update audit_checkpoint set key = 'x';

-- seal: it signs 999999 leaves
update audit_checkpoint set size = 999999;

-- seal: the head says
update audit_head set size = size + 1;

-- seal: neither sealed nor waiting
delete from audit_leaf where leaf = (select max(leaf) from audit_leaf);

-- seal: sealed at leaf 0 and still waiting
insert into audit_pending select entry_id from audit_leaf where leaf = 0;

-- process: an undone wake
update wake set done_at = null where id = (select min(id) from wake);

-- process: has no task to mend it
update process set state = 'stopped', stop_code = 'no_rule' where workflow_id like 'award/%';

-- process: has ended, the case is still open
update process set state = 'ended', ended_at = now() where workflow_id like 'award/%';

-- process: is unfinished
update office_day set state = 'opened', digested_at = null;

-- process: are not recorded
update office_day set day = day - 3 where day = (select min(day) from office_day);

-- process: the last finished day is
update office_clock set last_opened = last_opened - 1;

-- number: missing: 1
delete from issued_number where number = 1 and series like 'document/%';

-- number: lies beyond the last one
update issued_number set number = 9 where series like 'award/%';

-- number: stands on nothing approved or awarded
update issued_number set case_id = {filing} where series like 'award/%';

-- number: it prints 평생교육과-77
update document set document_number = '평생교육과-77' where document_number is not null;

-- number: approved with 0 issued document numbers
delete from issued_number where case_id = {document};

-- number: state dispatched and document number
update document set document_number = null, approved_on = null where case_id = {document};

-- number: policy number 방침 제5호 with 0 issued
update document set policy_number = '방침 제5호' where case_id = {document};

-- number: policy series "시장방침", that of lifelong-education-division.head who decided is ""
update document set policy_number = '시장방침 제1호' where case_id = {document};

-- number: with 0 issued
delete from issued_number where series like 'award/%';

-- task: is open although the case is received
update task set state = 'open', closed_on = null where kind = 'file';

-- task: has nobody who may act
delete from task_actor where task_id = {some_task};

-- task: has no natural key
update task set natural_key = ' ' where id = {some_task};

-- task: open tasks share this natural key
update task set natural_key = 'same' where kind = 'opine' and state = 'open';

-- task: was opened by act 99
update task set opened_seq = 99 where id = {some_task};

-- task: state assigned gives none such
update task set kind = 'sign' where id = {some_task};

-- task: nobody is asked for anything
update task set state = 'cancelled', closed_on = opened_on where id = {some_task};

-- mail: an attempt was accepted, the notice says queued
update notice set state = 'queued', sent_at = null where id = {notice};

-- mail: sent, but no attempt was accepted
delete from notice_attempt where notice_id = {notice};

-- mail: without its notice
delete from notice where id = {notice};

-- mail: not to the person of the notice
update person set email = 'other@gyeol.example' where id = (select person_id from notice where id = {notice});

-- mail: not the recorded one
update notice set message_id = 'other@gyeol.example' where id = {notice};

-- mail: a mail left although the notice is suppressed
update notice set state = 'suppressed', sent_at = null where id = {notice};

-- day: task.due_operative 2022. 5. 5.(목)은(는) 근무일이 아닙니다: 어린이날
update task set due_operative = '2022-05-05' where id = {some_task};

-- day: 토요일
update stage set hold_on = '2022-05-07' where key = 'education-meeting';

-- day: notice.send_on
update notice set send_on = '2022-06-01' where id = {notice};

-- day: the calendar says otherwise
update office_day set working = false;

-- meeting: held without a call
update meeting set called_on = null, arrived_on = null where case_id = {meeting};

-- meeting: no urgent reason
update meeting set arrived_on = hold_on where case_id = {meeting};

-- meeting: called on
update meeting set arrived_on = called_on - 1 where case_id = {meeting};

-- meeting: the rule says
update meeting set call_by = call_by + 1 where case_id = {meeting};

-- meeting: before the announced
update meeting set held_on = hold_on - 1 where case_id = {meeting};

-- meeting: no record that the call reached member
update attendance set arrived_on = null where case_id = {meeting} and member = 'lifelong-education-bureau.head';

-- meeting: was in office at the call and was not called
update attendance set arrived_on = null, called_on = null where case_id = {meeting} and member = 'lifelong-education-bureau.head';

-- meeting: lists no member
delete from attendance where case_id = {no_quorum};

-- meeting: 7 members in office recorded, 6 hold seats
update meeting set in_office = 7 where case_id = {meeting};

-- meeting: 5 present recorded, 4 are marked present
update attendance set present = false where case_id = {meeting} and member = 'office-of-education.head';

-- meeting: was not present and voted on item 1
update attendance set present = false where case_id = {meeting} and member = 'office-of-education.head';

-- meeting: quorum 2 recorded, the rule says 4
update meeting set quorum = 2 where case_id = {meeting};

-- meeting: present 2 of 4 needed, yet it is in_session
update case_file set state = 'in_session' where id = {no_quorum};

-- meeting: "nobody" presided and was not present
update meeting set presiding = 'nobody' where case_id = {meeting};

-- meeting: the count differs from the ballots
update ballot set choice = 'no' where choice = 'yes' and item_id in (select id from agenda_item where case_id = {meeting});

-- meeting: is not what he cast
update ballot set choice = 'no' where choice = 'yes' and item_id in (select id from agenda_item where case_id = {meeting});

-- meeting: the count differs from the ballots
update agenda_item set yes = yes - 1, abstain = abstain + 1 where case_id = {meeting};

-- meeting: the result "rejected", the ballots say passed
update agenda_item set result = 'rejected' where case_id = {meeting};

-- meeting: this item has no result
update agenda_item set result = '', needed = null where case_id = {meeting};

-- meeting: the result "passed_as_is" without a ballot
delete from ballot where item_id in (select id from agenda_item where case_id = {meeting});

-- meeting: is not among the votes
delete from ballot where choice = 'recused';

-- meeting: recused himself without a reason
update ballot set reason = '' where choice = 'recused';

-- meeting: resolved on a paper without its hash
update agenda_item set about_hash = null where case_id = {board};

-- meeting: who was not present
update attendance set signed_on = '2022-05-20' where not present;

-- meeting: carry no signature
update attendance set signed_on = null where case_id = {meeting};

-- meeting: resolved without a decision
delete from decision where role = 'resolve' and case_id = {meeting};

-- meeting: no quorum, yet 6 ballots
insert into ballot (item_id, member, person_id, choice) select i.id, a.member, a.person_id, 'yes' from agenda_item i join attendance a using (case_id) where i.case_id = {no_quorum};

-- meeting: resolved without an item
delete from agenda_item where case_id = {meeting};

-- filing: the package hash is not the content hash of the case
update filing set package_hash = sha256('x');

-- filing: does not follow from what it lists
update filing set package = '[]';

-- filing: does not follow from what it lists
update filing set note = 'other';

-- filing: received without a receipt number
update filing set receipt_number = '', received_on = null;

-- filing: has no package hash
update filing set package_hash = null, handed_on = null;

-- filing: yet has the receipt number 교육부-311
update case_file set state = 'handed_over' where id = {filing};

-- filing: 1 requests for correction, 0 are recorded
delete from filing_correction;

-- filing: was never made, the filing is received
update filing_correction set corrected_on = null, package_hash = null;

-- filing: its dates are out of order
update filing set received_on = handed_on - 1;

-- filing: the last correction has another hash
update filing_correction set package_hash = sha256('x');

-- award: is not what the juror gave
update score set tenths = 1000 where tenths = 851;

-- award: 2 scores, at least 3 are needed
delete from score where tenths = 851;

-- award: is missing
delete from score where tenths = 851;

-- award: no verdict of eligibility
update nomination set verdict = '[]' where case_id = {awarded};

-- award: names no article
update nomination set verdict = jsonb_set(verdict, '{0,article}', '""') where case_id = {awarded};

-- award: recorded as eligible: true, the rules say false
update nomination set facts = jsonb_set(facts, '{tax_arrears}', 'true') where case_id = {awarded};

-- award: the facts kept answer no rule
update nomination set facts = facts - 'tax_arrears' where case_id = {awarded};

-- award: eligible: true, yet it is ineligible
update nomination set eligible = true where case_id = {ineligible};

-- award: total 999 recorded, the scores average 850
update nomination set total_tenths = 999 where case_id = {awarded};

-- award: it is awarded without a total
update nomination set total_tenths = null where case_id = {awarded};

-- award: no merit board passed the nominee
update agenda_item set result = 'rejected' where case_id = {board};

-- award: posted for objections
update nomination set posted_until = awarded_on where case_id = {awarded};

-- award: it is not_awarded, awarded: true
update case_file set state = 'not_awarded' where id = {awarded};

-- award: awarded without an approved decision
update case_file set state = 'returned' where subject = 'award-decision';

-- award: was given 2 times
alter table nomination drop constraint nomination_register_number_key; update nomination set awarded = true, awarded_on = '2022-11-30', register_number = 'one' where case_id in ({awarded}, {ineligible});

-- award: awards, the quota is 10
update nomination set awarded = true, awarded_on = '2022-11-30', register_number = 'no ' || case_id;

-- award: rank 2 was awarded and rank 1 passed over
update nomination set rank = 2 where case_id = {awarded}; update case_file set state = 'not_awarded' where id = {ineligible}; update nomination set rank = 1, posted_on = '2022-10-13', posted_until = '2022-10-24' where case_id = {ineligible};

-- opinion: without method, rating, text and date
update opinion set body = '' where case_id = {opinion};

-- opinion: without an action plan
update opinion set decision = '' where case_id = {opinion};

-- opinion: decision partly without a measure
update opinion set measure = '' where case_id = {opinion};

-- opinion: decision partly without a reason
alter table opinion drop constraint opinion_check; update opinion set reason = '' where case_id = {opinion};

-- opinion: followed up without a date or a note
update opinion set follow_note = '' where case_id = {opinion};

-- opinion: its dates are out of order
update opinion set answered_on = opined_on - 1 where case_id = {opinion};

-- opinion: was not done by the expert
update opinion set expert_id = (select id from person where slug = 'merit-jury.member-01') where case_id = {opinion};

-- stage: it is closed, opened
update stage set closed_on = null where key = 'ministry';

-- stage: its dates are out of order
update stage set decided_on = closed_on + 1 where key = 'ministry';

-- stage: it was waived without a reason
update stage set reason = '' where key = 'decision';

-- stage: the stage is over
update case_file set closed_on = null where id = {filing};

-- stage: the counter says 38 open cases, 37 are open
update stage_counter set open_cases = open_cases + 1 where stage_id = (select id from stage where key = 'monitoring-1');

-- stage: has no case or no counter
delete from stage_counter where stage_id = (select id from stage where key = 'monitoring-1');

-- approval: approved, but cell
update line_cell set state = 'waiting', signed_on = null where role = 'approve' and round = 2;

-- approval: approved without the final signature
delete from line_cell where role = 'approve' and round = 2;

-- approval: saw another content
update line_cell set hash_seen = sha256('x') where role = 'approve' and round = 2;

-- approval: the content hash of the case is not that of round 2
update case_file set content_hash = sha256('x') where id = {document};

-- approval: has no decision and act of its own
delete from decision where role = 'approve' and case_id = {document};

-- approval: approve has no decision
delete from decision where role = 'approve' and case_id = {document};

-- approval: differs from its act
update decision set person_id = (select id from person where slug = 'merit-jury.member-01') where case_id = {submission};

-- approval: was done by the drafter himself
update act set person_id = (select person_id from act where verb = 'redraft') where verb = 'approve' and case_id = {document};

-- approval: was signed before the cell in front of it
update line_cell set step = 100 - step where case_id = {document} and state = 'signed';

-- approval: decided on another content than the case has
update case_file set content_hash = sha256('x') where id = {submission};

-- approval: the text differs from the one that was frozen
update document set body = jsonb_set(body, '{krw}', '1') where case_id = {document};

-- approval: does not follow from the document
update document set title = '다른 제목' where case_id = {document};

-- date: filing.handed_on says
update filing set handed_on = handed_on - 1;

-- date: document.approved_on says
update document set approved_on = approved_on - 1 where case_id = {document};

-- date: opinion.followed_on says
delete from act where verb = 'follow_up';

-- mail: digests of 2022-05-05 for one person
insert into notice (id, kind, dedup, person_id, office_date, send_on, params, state, legal) select gen_random_uuid(), 'digest', 'twin/' || g, (select min(id::text)::uuid from person), '2022-05-05', '2022-05-06', '{"items": []}', 'suppressed', false from generate_series(1, 2) g;

-- mail: when the office was closed
with d as (insert into office_day (day, working) values ('2023-05-05', false)) insert into notice (id, kind, dedup, person_id, office_date, send_on, params, state, legal) values (gen_random_uuid(), 'digest', 'closed', (select min(id::text)::uuid from person), '2023-05-05', '2023-05-08', '{"items": []}', 'suppressed', false);

-- mail: the law asks for this notice, and it is suppressed
update notice set state = 'suppressed', sent_at = null, sent_on = null where legal and id = (select min(id::text)::uuid from notice where legal);

-- mail: and the person has no such letter
update notice set state = 'suppressed', sent_at = null, sent_on = null, state_reason = 'bundle ' || id where id = {notice};

-- mail: it has 1 lines and carries 0 notices
insert into notice (id, kind, dedup, person_id, office_date, send_on, params, state, legal) values (gen_random_uuid(), 'bundle', 'empty', (select min(id::text)::uuid from person), '2022-05-06', '2022-05-06', '{"items": [{"kind": "assigned", "title": "x"}]}', 'queued', false);

-- extension: no act asked for extension
update extension set reason = '다른 사유' where state = 'refused';

-- extension: no act asked for extension
update extension set wished = wished + 1 where state = 'open';

-- extension: is granted by no act
update extension set granted = granted - 1 where state = 'granted';

-- extension: is granted by no act
update extension set state = 'granted', granted = wished where state = 'refused';

-- extension: speaks of no request for an extension
delete from extension where state = 'granted';

-- extension: was decided by whoever asked for it
update extension set ended_by = asker where state = 'granted';

-- extension: is open, its task is done and its review open
update task set state = 'done', closed_on = opened_on where id = (select task_id from extension where state = 'open');

-- extension: is open, its task is open and its review cancelled
update task set state = 'cancelled', closed_on = opened_on where id = (select review_id from extension where state = 'open');

-- extension: is to decide on no open request
update task set state = 'open', closed_on = null where id = (select review_id from extension where state = 'withdrawn');

-- extension: it was extended to 2022-02-09, the latest grant is 2022-02-08
update case_file set extended_to = '2022-02-09' where id = {submission};

-- extension: it was extended to 2022-02-09, the latest grant is –
update case_file set extended_to = '2022-02-09' where kind = 'submission' and subject = 'mapo-gu';

-- extension: is counted from 2022-02-09, the grant says
update task set due_rule = 'fixed', due_from = '2022-02-09' where kind = 'fill' and unit_id = 'mapo-gu' and state = 'open';

-- extension: that was granted is no working day
update extension set granted = '2022-02-05' where state = 'granted';

-- extension: extends nothing that was due on 2022-02-04
update extension set granted = '2022-02-03' where state = 'granted';

-- mail: bounced, but no report says so
update notice set state = 'bounced' where id = {notice};

-- mail: failed, but no attempt was refused
with gone as (delete from notice_attempt where notice_id = {notice}) update notice set state = 'failed', sent_at = null, sent_on = null where id = {notice};

-- mail: an attempt was accepted, the notice says failed
update notice set state = 'failed', sent_at = null, sent_on = null where id = {notice};

-- mail: an attempt was accepted, the notice says unknown
update notice set state = 'unknown', sent_at = null, sent_on = null where id = {notice};

-- mail: an attempt was accepted, the notice says held
update notice set state = 'held', sent_at = null, sent_on = null where id = {notice};

-- mail: an attempt was accepted, the notice says claimed
update notice set state = 'claimed', sent_at = null, sent_on = null, claimed_until = now() where id = {notice};

-- mail: an attempt was accepted, the notice says suppressed
update notice set state = 'suppressed', sent_at = null, sent_on = null where id = {notice};

-- mail: the law asks for this notice, and it is held
update notice set state = 'held', sent_at = null, sent_on = null where legal and id = (select min(id::text)::uuid from notice where legal);

-- mail: unknown, but no attempt began
with gone as (delete from notice_attempt where notice_id = {notice}) update notice set state = 'unknown', sent_at = null, sent_on = null where id = {notice};

-- said: nobody released public copy 1 as it stands
insert into public_copy (case_id, number, source, content, content_hash, masks, pack_hash, released_by, released_as, released_on, at)
select c.id, 1, sha256('x'), '{}', sha256('{}'), '[]', c.pack_hash, (select min(id::text)::uuid from person), c.post_id, c.opened_on,
    now() from (select f.*, d.drafter_post as post_id from case_file f join document d on d.case_id = f.id) c where c.id = {document};

-- award: and what was said is still there
update nomination set merit = '', facts = '{}', verdict = '[]', vet_note = '', salt = null, forgotten_on = '2024-01-02', forgotten_rule = 'x', forgotten_by = (select min(entry_id::text)::uuid from personal_words) where case_id = {awarded};

-- award: and no entry tells of it
update nomination set merit = '', facts = '{}', verdict = '[]', vet_note = '', salt = null, forgotten_on = '2024-01-02', forgotten_rule = 'x', forgotten_by = (select min(entry_id::text)::uuid from personal_words) where case_id = {awarded};

-- award: before its purpose had ended
update nomination set merit = '', facts = '{}', verdict = '[]', vet_note = '', salt = null, forgotten_on = '2022-12-02', forgotten_rule = 'x', forgotten_by = (select min(entry_id::text)::uuid from personal_words) where case_id = {awarded};

-- Forgeries that keep the rows in step with one another, so that only what was said gives them away.

-- audit: reason and body are not what was said
update act set reason = 'x', body = '{"text": "y"}' where verb = 'request_correction';

-- audit: reason and body are not what was said
update act set reason = '다른 사유' where verb = 'redraft';

-- audit: reason and body are not what was said
update personal_words set body = jsonb_set(body, '{tenths}', '1000') where body ->> 'tenths' = '851';

-- audit: reason and body are not what was said
update personal_words set salt = sha256('x') where act_seq = 1 and case_id = {awarded};

-- award: what was said in act 1 nominate is missing
delete from personal_words where act_seq = 1 and case_id = {awarded};

-- audit: reason and body are not what was said
delete from personal_words where act_seq = 1 and case_id = {awarded};

-- audit: reason and body are not what was said
with voted as (update contribution set body = jsonb_set(body, '{choice}', '"no"') where verb = 'ballot' and body ->> 'choice' = 'yes' and case_id = {meeting} returning item), cast_as as (update ballot set choice = 'no' where choice = 'yes' and item_id::text in (select item from voted)) update agenda_item set yes = 0, no = present, result = 'rejected' where id::text in (select item from voted);

-- audit: names one actor and another person
update act set person_id = (select id from person where slug = 'merit-jury.member-01') where verb = 'opine';

-- audit: names one actor and another person
update contribution set person_id = (select id from person where slug = 'merit-jury.member-01') where verb = 'attend';

-- audit: names one case and tells of another
update audit_entry set subject_id = 'another' where act_seq = 1;

-- said: opinion.rating is not what the act opine said
update opinion set rating = 'excellent' where case_id = {opinion};

-- said: opinion.measure is not what the act plan_action said
update opinion set measure = '하지 않음' where case_id = {opinion};

-- said: filing.receipt_number is not what the act receipt said
update filing set receipt_number = '교육부-999';

-- said: nomination.nominee is not what the act nominate said
update nomination set nominee = '다른 시민' where case_id = {awarded};

-- said: nomination.objections is not what the act vet said
update nomination set objections = 3 where case_id = {awarded};

-- said: the facts are not what the acts said
update nomination set facts = jsonb_set(facts, '{convictions}', '["x"]') where case_id = {ineligible};

-- said: consultation.agrees is not what the act reply said
update consultation set agrees = false;

-- said: the reason for the missing reply is not that of its act
update consultation set reason = '기한까지 회신이 없음';

-- said: receipt.external_number is not what the act register said
update receipt set external_number = '다른 번호';

-- said: finding 2 is not what the act of registration said
update finding set text = '권고 없음' where ordinal = 2;

-- said: finding 2 is not what the act of registration said
delete from finding where ordinal = 2;

-- said: finding 1 was reflected in is not what its act said
update finding set reflected_in = '제1장' where ordinal = 1;

-- said: finding 2 was reflected in is not what its act said
update finding set reflected_in = '제1장', reflected_on = '2022-01-03' where ordinal = 2;

-- said: correction 1 is not what its acts said
update filing_correction set text = '다른 요구';

-- said: correction 1 is not what its acts said
update filing_correction set corrected_on = corrected_on + 3;

-- said: rows recorded, the act compiled
update compilation set rows = rows + 1;

-- approval: decisions on its findings are not those of the act
update compilation set decisions = '[{"finding": "sums/x", "decision": "waive", "reason": "필요 없음"}]';

-- said: the term ends 2027-12-31 after 1 renewals, the acts say 2026-12-31 and 1
update agreement set term_to = '2027-12-31';

-- said: is not what was saved
update plan_row set data = jsonb_set(data, '{goal}', '"수강생 9명"') where case_id = {submission};

-- said: and no save that made it
update plan_row set revision = revision + 1 where case_id = {submission};

-- said: is not what was saved
update plan_row set budget_krw = 1 where case_id = {submission};

-- meeting: the last act that named them says
update meeting set place = '다른 곳' where case_id = {meeting};

-- approval: does not follow from what is kept
update plan_row set data = jsonb_set(data, '{goal}', '"수강생 9명"') where case_id = {submission};

-- approval: does not follow from what is kept
delete from plan_row where case_id = {submission};

-- approval: does not follow from what is kept
update submission set form = 'result-row' where case_id = {submission};

-- approval: does not follow from what is kept
update compilation set body = jsonb_set(body, '{title}', '"다른 제목"');

-- approval: does not follow from what is kept
update compilation set findings = '[]';

-- approval: does not follow from what is kept
update opinion set body = '다른 의견' where case_id = {opinion};

-- approval: decided on another content than the case has
update case_file set content_hash = sha256('x') where kind = 'compilation';

-- approval: confirm has no decision
delete from decision where verb = 'confirm';

-- approval: has no cells or lacks one
delete from line_cell where case_id = {document} and round = 1 and role = 'approve';

-- approval: has no cells or lacks one
delete from line_cell where case_id = {document} and round = 1;

-- approval: has no cells or lacks one
delete from line_cell where case_id = {document} and round = 2 and position = 1;

-- approval: signed a cell that is not there
delete from line_cell where case_id = {document} and round = 1;

-- approval: post or opinion of decision
update decision set post_id = 'mapo-gu.officer' where case_id = {document} and role = 'approve';

-- approval: post or opinion of decision
with signed as (update line_cell set opinion = '반대함' where case_id = {document} and round = 2 and role = 'approve') update decision set opinion = '반대함' where case_id = {document} and role = 'approve';

-- number: its unit and date make it
with moved as (insert into number_series select replace(key, '2022', '2021'), last from number_series where key like 'document/%'), gone as (delete from number_series where key like 'document/%') update issued_number set series = replace(series, '2022', '2021') where series like 'document/%';

-- number: it has the number 딴부서-1
update document set document_number = '딴부서-1' where case_id = {document};

-- number: its act gave
update nomination set register_number = replace(register_number, '2022', '2021') where register_number is not null;

-- task: was done on
update task set state = 'done', closed_on = opened_on where id = {some_task};

-- task: was told of task
update task_actor set person_id = (select id from person where slug = 'merit-jury.member-01') where task_id = {some_task};

-- task: was never told of it
update task_actor set person_id = (select id from person where slug = 'merit-jury.member-01') where task_id = {some_task};

-- task: is no post of mapo-gu
insert into task_actor (task_id, post_id) select t.id, 'ministry-of-education.officer' from task t where t.kind = 'fill' and t.unit_id = 'mapo-gu' and t.state = 'open';

-- process: every case of it is closed and the process still runs
update wake set done_at = done_at - interval '1 hour';

-- process: wakes are there
delete from wake where cause = 'filing receipt';

-- process: acts were done on a day that was jumped
insert into office_day (day, state, working) values ('2022-02-25', 'jumped', true);

-- process: and no jump is recorded
update office_day set state = 'jumped', opened_at = null, digested_at = null;

-- mail: is recorded as called and no notice was made
delete from notice where kind = 'meeting_call' and case_id = {meeting};

-- mail: recorded as failed, yet the sink has its mail
update notice set state = 'failed', sent_at = null where id = {notice};

-- mail: no attempt was refused
update notice set state = 'failed', sent_at = null where id = {notice};

-- mail: does not read as the notice was recorded to read
update notice set body_hash = sha256('x') where id = {notice};

-- meeting: the presence of
update attendance set present = false where case_id = {no_quorum} and present;

-- meeting: the presence of
with came as (update attendance set present = true where case_id = {meeting} and not present) update meeting set present = in_office where case_id = {meeting};

-- meeting: the presence of
delete from attendance where case_id = {meeting} and member = 'office-of-education.head';

-- meeting: is not what the act publishing the minutes said
update attendance set signed_on = '2022-05-20' where present and signed_on is null;

-- meeting: to the call is not what he gave
update attendance set answer = 'no' where answer = 'yes';

-- meeting: are recorded as called
delete from attendance where case_id = {no_quorum} and not present;

-- meeting: are not those of the call
update meeting set hold_on = hold_on + 7, call_by = call_by + 7 where case_id = {no_quorum};

-- meeting: urgent reason is not what the act of calling said
update meeting set urgent = '긴급함' where case_id = {meeting};

-- meeting: objections are taken until
update meeting set vet_until = vet_until - 5 where vet_until is not null;

-- meeting: is neither chair nor vice chair nor the member named
update meeting set presiding = 'office-of-education.head' where case_id = {meeting};

-- meeting: the act of resolving says
update agenda_item set result = 'rejected', yes = 0, no = present where case_id = {board};

-- meeting: is not what the act of resolving said
update agenda_item set condition = '조건부', result = 'passed_with_conditions' where case_id = {meeting};

-- meeting: finished voting and has no vote
delete from ballot where choice = 'yes' and item_id in (select id from agenda_item where case_id = {meeting});

-- meeting: is not what he cast
update ballot set member = 'lifelong-education-bureau.officer' where choice = 'recused' and item_id in (select id from agenda_item where case_id = {meeting});

-- filing: the act said false
update filing set late = true;

-- filing: late: true, handed over on
update filing set late = true;

-- award: it is not_awarded without a total
update case_file set state = 'not_awarded' where id = {awarded}; update nomination set total_tenths = null, awarded = false, awarded_on = null, register_number = null where case_id = {awarded};

-- stage: stage.due_legal is "2022-03-30"
update stage set due_legal = '2022-03-30' where key = 'ministry';

-- stage: stage.due_operative is
update stage set due_operative = due_operative - 7 where key = 'plans';

-- stage: nobody had closed its stage
update act set verb = 'lapse' where verb = 'waive' and case_id in (select id from case_file where kind = 'submission');

-- pack: holds files with the hash
update policy_pack set files = files || ' ';

-- pack: the record is not what any pack prints
update cited_total set value = value + 1 where what = 'budget';

-- pack: the record is not what any pack prints
update sub_project_version set budget_krw = coalesce(budget_krw, 0) + 1;

-- pack: the record is not what any pack prints
update unit_project set name = '다른 사업' where id = 'BP-1-1-1';

-- pack: a pack prints it and the record has it not
delete from cited_total where what = 'budget';

-- pack: is not the one of its pack
update agreement set signed_on = signed_on + 1;

package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

// planner asks PostgreSQL how it would answer a query instead of asking for the answer.
type planner struct {
	pool *pgxpool.Pool
	plan string
}

var errPlanned = errors.New("planned, not run")

// Exec plans a statement.
func (p *planner) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return pgconn.CommandTag{}, p.explain(ctx, sql, args...)
}

// Query plans a query.
func (p *planner) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return nil, p.explain(ctx, sql, args...)
}

func (p *planner) explain(ctx context.Context, sql string, args ...any) error {
	rows, err := p.pool.Query(ctx, "explain "+sql, args...)
	if err != nil {
		return err
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	p.plan = strings.Join(lines, "\n")
	return errors.Join(errPlanned, err)
}

// QueryRow plans a query for one row.
func (p *planner) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return noRow{p.explain(ctx, sql, args...)}
}

type noRow struct{ err error }

// Scan says why there is no row.
func (r noRow) Scan(...any) error { return r.err }

// crowd fills the tables that grow: ten stages of 1,000 cases, most of them closed, each with acts, entries and
// notices.
func (m *mailroom) crowd(t *testing.T) {
	t.Helper()
	m.exec(t, `insert into cycle (id, name, year, title, pack_hash, owner_post)
		select gen_random_uuid(), 'c', 2000 + n, 'c', decode(repeat('00', 32), 'hex'), 'office.clerk' from generate_series(1, 10) n`)
	m.exec(t, `insert into stage (id, cycle_id, key, kind, title, about_year, ordinal, opened_on, ladder, pack_hash)
		select gen_random_uuid(), id, 's', 'collect', 's', year, 1, '2025-01-02', 'standard', pack_hash from cycle`)
	m.exec(t, `insert into process (id, kind, workflow_id, owner_post)
		select id, 'collect', 'stage/' || id, 'office.clerk' from stage`)
	m.force(t, `insert into case_file (id, kind, cycle_id, stage_id, process_id, unit_id, subject, title, state, pack_hash, opened_on,
			closed_on)
		select gen_random_uuid(), case when n = 0 then 'stage' when n < 100 then 'document' else 'submission' end, s.cycle_id, s.id,
			s.id, 'office', n, 'x', case when n = 0 then 'open' when n < 10 then 'in_approval' when n < 100 then 'dispatched'
				when n % 20 = 0 then 'requested' else 'accepted' end,
			s.pack_hash, date '2025-01-02' + n % 100, case when n >= 10 and (n < 100 or n % 20 > 0) then date '2025-05-01' end
		from stage s, generate_series(0, 1000) n`)
	m.exec(t, `insert into task (id, case_id, cycle_id, stage_id, unit_id, kind, opened_seq, natural_key, round, title, verbs, state,
			due_operative, due_legal, opened_on, closed_on)
		select id, id, cycle_id, stage_id, unit_id, 'fill', 0, 'k', 1, title, '{submit}',
			case when closed_on is null then 'open' else 'done' end, opened_on + 60, opened_on + 60, opened_on, closed_on
		from case_file where kind <> 'stage'`)
	m.exec(t, `insert into act (case_id, seq, verb, from_state, to_state, round, actor, key, request_hash, outcome, office_date, at)
		select id, n, 'submit', 'requested', 'accepted', 1, 'system', id || '/' || n, pack_hash, '{}', opened_on, opened_on
		from case_file, generate_series(1, 2) n where kind = 'submission'`)
	m.exec(t, `insert into audit_entry (id, kind, subject_kind, subject_id, case_id, act_seq, body_hash, at, office_date)
		select gen_random_uuid(), 'act', 'submission', case_id, case_id, seq, request_hash, at, office_date from act`)
	m.exec(t, `insert into audit_leaf (leaf, entry_id, chain) select row_number() over () - 1, id, body_hash from audit_entry`)
	m.exec(t, `insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, state, legal, sent_at, created_at)
		select gen_random_uuid(), 'assigned', 'n/' || id, ($1::uuid[])[1 + (opened_on - date '2025-01-02') % 50], id, id, opened_on,
			opened_on, 'sent', false, opened_on, opened_on
		from case_file where kind <> 'stage'`, m.persons)
	m.exec(t, `insert into body (id, name, kind) values ('b', 'b', 'council')`)
	m.exec(t, `insert into meeting (case_id, body_id, hold_on) select id, 'b', '2025-05-30' from case_file where kind = 'document'`)
	m.exec(t, `insert into agenda_item (id, case_id, ordinal, title, about)
		select gen_random_uuid(), m.case_id, n, 'x', m.case_id from meeting m, generate_series(1, 10) n`)
	m.exec(t, `insert into refused_address (address, minute)
		select '10.0.0.' || n % 250, timestamptz '2020-01-01' + n * interval '1 minute' from generate_series(1, 20000) n`)
	m.exec(t, "insert into compilation (case_id) select id from case_file where kind in ('document', 'submission')")
	m.exec(t, `insert into overlap_pair (case_id, part, item_a, item_b, name_a, name_b, year, score, compared, parts, cluster,
			content_hash)
		select case_id, 'results', 'A' || n, 'B' || n, 'a', 'b', 2024, n, 500, '[]', 'A', decode(repeat('00', 32), 'hex')
		from compilation, generate_series(1, 3) n`)
	m.exec(t, `insert into overlap_decision (case_id, act_seq, part, item_a, item_b, year, content_hash, decision, decided_by, reason,
			person_id, decided_on)
		select a.case_id, a.seq, 'results', 'A' || left(a.case_id::text, 4), 'B' || left(a.case_id::text, 4), 2024, a.request_hash,
			'keep', 'coordinator', 'x', $1, a.office_date
		from act a where exists (select from compilation c where c.case_id = a.case_id)`, m.persons[0])
	as := m.pool.Config().ConnConfig.Copy()
	as.User = "gyeol_owner" // only the owner of a table may look how full it is
	conn, err := pgx.ConnectConfig(t.Context(), as)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "analyze")
	require.NoError(t, errors.Join(err, conn.Close(t.Context())))
}

// TestNoQueryReadsAWholeTableThatGrows: every query that a request, a workflow or the mailroom sends finds its rows
// by an index, as the tables named here will hold millions.
func TestNoQueryReadsAWholeTableThatGrows(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 50)
	m.crowd(t)
	stage := one[gov.StageID](t, m, "select id from stage limit 1")
	cycle := one[gov.CycleID](t, m, "select id from cycle limit 1")
	process := one[gov.ProcessID](t, m, "select id from process where id = $1", stage)
	file := one[gov.CaseID](t, m, "select id from case_file where kind = 'document' limit 1")
	pack := one[[]byte](t, m, "select hash from policy_pack")
	person, last, none := m.persons[0], pgtype.UUID{Bytes: uuid.Max, Valid: true}, time.Date(2025, 4, 10, 0, 0, 0, 0, time.UTC)
	p := &planner{pool: m.pool}
	q := db.New(p)
	ctx := t.Context()
	for name, ask := range map[string]func() error{
		"KnownAct":      func() error { _, err := q.KnownAct(ctx, db.KnownActParams{Actor: "system", Key: "k"}); return err },
		"CaseOfProcess": func() error { _, err := q.CaseOfProcess(ctx, process); return err },
		"CaseOfStage":   func() error { _, err := q.CaseOfStage(ctx, stage); return err },
		"WakeFollowers": func() error { return q.WakeFollowers(ctx, db.WakeFollowersParams{Cause: "x", StageID: stage}) },
		"OpenStages":    func() error { _, err := q.OpenStagesOfCycle(ctx, cycle); return err },
		"OpenCasesOfStage": func() error {
			_, err := q.OpenCasesOfStage(ctx, db.OpenCasesOfStageParams{StageID: stage, Limit: 200})
			return err
		},
		"CancelTasks": func() error { return q.CancelTasks(ctx, db.CancelTasksParams{CaseID: file, ClosedOn: day}) },
		"CountStops":  func() error { _, err := q.CountStops(ctx, file); return err },
		"LastReason": func() error {
			_, err := q.LastReason(ctx, db.LastReasonParams{CaseID: file, Verb: "return"})
			return err
		},
		"MoveTaskDues":   func() error { return q.MoveTaskDues(ctx, db.MoveTaskDuesParams{StageID: stage, DueOperative: day}) },
		"MoveCallTasks":  func() error { return q.MoveCallTasks(ctx, stage) },
		"OpenFillActors": func() error { return q.OpenFillActors(ctx, db.OpenFillActorsParams{Today: day, StageID: stage}) },
		"BoardResult":    func() error { _, err := q.BoardResult(ctx, file); return err },
		"TasksDue": func() error {
			_, err := q.TasksDue(ctx, db.TasksDueParams{First: day.AddDays(-45), Last: day.AddDays(45)})
			return err
		},
		"RemindPages in stages": func() error {
			_, err := q.RemindPages(ctx, db.RemindPagesParams{
				Due: day, Kinds: []string{"fill"}, Stages: []pgtype.UUID{{Bytes: stage, Valid: true}}, Most: 2000,
			})
			return err
		},
		"RemindPages beside the year": func() error {
			_, err := q.RemindPages(ctx, db.RemindPagesParams{Due: day, Kinds: []string{"sign"}, Pack: pack, Most: 2000})
			return err
		},
		"Remind in stages": func() error {
			return q.Remind(ctx, db.RemindParams{
				Due: day, After: gov.TaskID{15: 1}, Upto: gov.TaskID(last.Bytes), Kinds: []string{"fill"},
				Stages: []pgtype.UUID{{Bytes: stage, Valid: true}}, Holder: true, Head: true, Bureau: true, Coordinator: true,
				Day: day, Kind: "due_soon", Rung: "d-1",
			})
		},
		"Remind beside the year": func() error {
			return q.Remind(ctx, db.RemindParams{
				Due: day, After: gov.TaskID{15: 1}, Upto: gov.TaskID(last.Bytes), Kinds: []string{"sign"}, Pack: pack, Holder: true,
				Day: day,
			})
		},
		"SettleNotices": func() error {
			_, err := q.SettleNotices(ctx, db.SettleNoticesParams{
				Today: day, Most: 200, Lines: 50, Rules: json.RawMessage("{}"), ByWall: true, QuietFrom: "19:00", QuietTo: "08:00",
				WindowSeconds: 120, Title: "x",
			})
			return err
		},
		"ExpireNotices": func() error { return q.ExpireNotices(ctx) },
		"ClaimNotices": func() error {
			_, err := q.ClaimNotices(ctx, db.ClaimNoticesParams{Suffix: "@x", Today: day, Working: true, Most: 50, Settled: true})
			return err
		},
		"ClaimPressing": func() error {
			_, err := q.ClaimNotices(ctx, db.ClaimNoticesParams{Suffix: "@x", Today: day, Working: false, Most: 50})
			return err
		},
		"PersonsToGatherFor": func() error {
			_, err := q.PersonsToGatherFor(ctx, db.PersonsToGatherForParams{Day: day, After: person, Most: 800})
			return err
		},
		"GatherDigests": func() error {
			return q.GatherDigests(ctx, db.GatherDigestsParams{
				Day: day, After: gov.PersonID{15: 1}, Upto: person, Title: "x", Rules: json.RawMessage("{}"),
			})
		},
		"ViewNotices of one": func() error {
			_, err := q.ViewNotices(ctx, db.ViewNoticesParams{Person: person, BeforeID: last, N: 30})
			return err
		},
		"ViewNotices of all": func() error {
			_, err := q.ViewNotices(ctx, db.ViewNoticesParams{Everything: true, BeforeID: last, N: 30})
			return err
		},
		"ViewNotices of a case": func() error {
			_, err := q.ViewNotices(ctx, db.ViewNoticesParams{
				Everything: true, OfCase: pgtype.UUID{Bytes: file, Valid: true}, BeforeID: last, N: 30,
			})
			return err
		},
		"ViewNotices of a task": func() error {
			_, err := q.ViewNotices(ctx, db.ViewNoticesParams{
				Everything: true, OfTask: pgtype.UUID{Bytes: file, Valid: true}, BeforeID: last, N: 30,
			})
			return err
		},
		"ViewNotices of a person": func() error {
			_, err := q.ViewNotices(ctx, db.ViewNoticesParams{Everything: true, Slug: "x", BeforeID: last, N: 30})
			return err
		},
		"ViewNotices that went wrong": func() error {
			_, err := q.ViewNotices(ctx, db.ViewNoticesParams{Everything: true, State: "failed", BeforeID: last, N: 30})
			return err
		},
		"ViewNotices of a day": func() error {
			_, err := q.ViewNotices(ctx, db.ViewNoticesParams{Everything: true, Day: day, BeforeID: last, N: 30})
			return err
		},
		"ViewNotice": func() error { _, err := q.ViewNotice(ctx, gov.NoticeID(file)); return err },
		"ViewMailedNotices": func() error {
			_, err := q.ViewMailedNotices(ctx, []pgtype.UUID{{Bytes: file, Valid: true}})
			return err
		},
		"ViewResent": func() error { _, err := q.ViewResent(ctx, gov.NoticeID(file)); return err },
		"ViewToldIn": func() error {
			_, err := q.ViewToldIn(ctx, db.ViewToldInParams{PersonID: person, Told: []string{"digest x"}})
			return err
		},
		"ViewRunning": func() error {
			_, err := q.ViewRunningLines(ctx, db.ViewRunningLinesParams{Day: day, Every: true, Unbound: true})
			return err
		},
		"ViewAuditOfCase": func() error {
			_, err := q.ViewAuditOfCase(ctx, db.ViewAuditOfCaseParams{
				Kind: "document", CaseText: file.String(), CaseID: file, AfterAt: none, N: 30,
			})
			return err
		},
		"ViewAuditOfSubject": func() error {
			_, err := q.ViewAuditOfSubject(ctx, db.ViewAuditOfSubjectParams{SubjectKind: "token", SubjectID: "x", AfterAt: none, N: 30})
			return err
		},
		"ViewPlaceAfter": func() error {
			_, err := q.ViewPlaceAfter(ctx, db.ViewPlaceAfterParams{Place: 9000, N: 100})
			return err
		},
		"ViewActsOfLeaves": func() error {
			_, err := q.ViewActsOfLeaves(ctx, db.ViewActsOfLeavesParams{FromLeaf: 9000, Upto: 9100, Every: true})
			return err
		},
		"ViewKeyed": func() error {
			_, err := q.ViewKeyed(ctx, db.ViewKeyedParams{Kinds: []string{"clock_step"}, SubjectID: "k"})
			return err
		},
		"ViewHoldsStopped": func() error {
			_, err := q.ViewHoldsStopped(ctx, db.ViewHoldsStoppedParams{ProcessID: process, Posts: []string{"office.clerk"}})
			return err
		},
		"ViewCases": func() error {
			_, err := q.ViewCases(ctx, db.ViewCasesParams{Every: true, Unbound: true, BeforeID: last, N: 30})
			return err
		},
		"ViewCases of one's own": func() error {
			_, err := q.ViewCases(ctx, db.ViewCasesParams{
				Posts: []string{"office.clerk"}, Units: []string{"x"}, Keys: []string{"k"},
				Cells: [][]byte{{1}}, BeforeID: last, N: 30,
			})
			return err
		},
		"ViewCase": func() error {
			_, err := q.ViewCase(ctx, db.ViewCaseParams{ID: file, Posts: []string{"office.clerk"}, Units: []string{"x"}})
			return err
		},
		"ViewRunning of one's own": func() error {
			_, err := q.ViewRunningLines(ctx, db.ViewRunningLinesParams{
				Day: day, Posts: []string{"office.clerk"}, Units: []string{"x"}, Keys: []string{"k"}, Cells: [][]byte{{1}}, N: 30,
			})
			return err
		},
		"ViewActsOfLeaves of one's own": func() error {
			_, err := q.ViewActsOfLeaves(ctx, db.ViewActsOfLeavesParams{
				FromLeaf: 9000, Upto: 9100, Posts: []string{"office.clerk"}, Units: []string{"x"}, Keys: []string{"k"},
				Cells: [][]byte{{1}},
			})
			return err
		},
		"ViewCycleMatrix": func() error {
			_, err := q.ViewCycleMatrix(ctx, db.ViewCycleMatrixParams{CycleID: cycle, Today: day})
			return err
		},
		"ViewCycleHolders": func() error {
			_, err := q.ViewCycleHolders(ctx, db.ViewCycleHoldersParams{CycleID: cycle, Today: day})
			return err
		},
		"ViewCyclePath": func() error { _, err := q.ViewCyclePath(ctx, cycle); return err },
		"ViewOverlaps": func() error {
			_, err := q.ViewOverlaps(ctx, db.ViewOverlapsParams{CaseID: file, First: true, N: 30})
			return err
		},
		"OverlapDecisionsOf": func() error {
			_, err := q.OverlapDecisionsOf(ctx, db.OverlapDecisionsOfParams{Items: []string{"R24-2-3-15"}, Year: 2025})
			return err
		},
		"MailDue": func() error { _, err := q.MailDue(ctx, db.MailDueParams{Today: day, Working: true}); return err },
		"PruneRefused": func() error {
			_, err := q.PruneRefusedAddresses(ctx, db.PruneRefusedAddressesParams{Days: 10000, Most: 100})
			return err
		},
	} {
		require.ErrorIs(t, ask(), errPlanned, name)
		for line := range strings.Lines(p.plan) {
			_, table, scan := strings.Cut(line, "Seq Scan on ")
			table, _, _ = strings.Cut(table, " ")
			grows := []string{
				"case_file", "act", "task", "notice", "audit_entry", "audit_leaf", "agenda_item", "refused_address",
				"overlap_pair", "overlap_decision",
			}
			require.False(t, scan && slices.Contains(grows, table), "%s reads the whole of %s:\n%s", name, table, p.plan)
		}
	}
}

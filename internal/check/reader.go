package check

import (
	"context"
	"embed"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
	"gyeol/internal/store"
	"gyeol/policies/calendar"
	"gyeol/policies/pack"
)

// reader is one snapshot of the record with what the checks share.
type reader struct {
	tx      pgx.Tx
	at      time.Time // of the snapshot
	cal     *calendar.Calendar
	added   []calendar.Holiday // what the record adds to the national table
	packs   map[string]*pack.Pack
	sink    bool // there is a folder to compare with
	mailbox []smtp.Message
}

// newReader takes the snapshot first and reads the folder after it: every notice that the snapshot shows as sent has
// its mail in the folder, and mail that is younger than the snapshot can be told by its time.
func newReader(ctx context.Context, pool *pgxpool.Pool, mailDir string) (*reader, error) {
	tx, err := pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, store.Interpret(err)
	}
	return readerOn(ctx, tx, mailDir)
}

// readerOn reads in a transaction under way, and owns it.
func readerOn(ctx context.Context, tx pgx.Tx, mailDir string) (*reader, error) {
	r := &reader{tx: tx, packs: map[string]*pack.Pack{}, sink: mailDir != ""}
	if err := r.prepare(ctx); err != nil {
		r.close(ctx)
		return nil, err
	}
	if r.sink {
		var err error
		if r.mailbox, err = smtp.ReadFolder(ctx, mailDir); err != nil {
			r.close(ctx)
			return nil, err
		}
	}
	return r, nil
}

// prepare allows the long statements of an audit, which never wait for a lock, and reads the calendar.
func (r *reader) prepare(ctx context.Context) error {
	const patience = "set local statement_timeout = '5min'; set local idle_in_transaction_session_timeout = '5min'"
	if _, err := r.tx.Exec(ctx, patience); err != nil {
		return store.Interpret(err)
	}
	if err := r.tx.QueryRow(ctx, "select now()").Scan(&r.at); err != nil {
		return store.Interpret(err)
	}
	var days []calendar.Holiday
	var sessions []calendar.Session
	err := r.each(ctx, read("calendar"), func(rows pgx.Rows) error {
		var day gov.Date
		var kind, name, article string
		if err := rows.Scan(&day, &kind, &name, &article); err != nil {
			return err
		}
		switch kind {
		case "council_session":
			sessions = append(sessions, calendar.Session{Name: name, From: day, To: day, Article: article})
		case "local":
			days = append(days, calendar.Holiday{Date: day, Name: name, Kind: calendar.Local, Article: article})
		default:
			days = append(days, calendar.Holiday{Date: day, Name: name, Kind: calendar.Designated, Article: article})
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.added = days
	r.cal, err = calendar.New(calendar.WithDays(days...), calendar.WithSessions(sessions...))
	return err
}

// close ends the snapshot; nothing was written.
func (r *reader) close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	_ = r.tx.Rollback(ctx) // it only read
}

// readFiles hold the statements whose rows Go looks at, one a file.
//
//go:embed reads/*.sql
var readFiles embed.FS

// query is a statement with its arguments.
type query struct {
	sql  string
	args []any
}

// read is a statement of reads, named without its ending; that it is there, every test proves.
func read(name string, args ...any) query {
	raw, err := readFiles.ReadFile("reads/" + name + ".sql")
	if err != nil {
		return query{sql: "no statement " + name}
	}
	return query{sql: spellOut(string(raw)), args: args}
}

// each streams the rows of a query.
func (r *reader) each(ctx context.Context, q query, row func(pgx.Rows) error) error {
	rows, err := r.tx.Query(ctx, q.sql, q.args...)
	if err != nil {
		return store.Interpret(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return store.Interpret(rows.Err())
}

// pack gives the rules under which a case was opened, compiled once per check.
func (r *reader) pack(ctx context.Context, hash []byte) (*pack.Pack, error) {
	if p := r.packs[string(hash)]; p != nil {
		return p, nil
	}
	var files []byte
	if err := r.tx.QueryRow(ctx, "select files from policy_pack where hash = $1", hash).Scan(&files); err != nil {
		return nil, store.Interpret(err)
	}
	p, faults := pack.FromArchive(files)
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("pack %x: %w", hash, err)
	}
	r.packs[string(hash)] = p
	return p, nil
}

// allPacks compiles every pack there is, for those who cannot ask while rows are read.
func (r *reader) allPacks(ctx context.Context) error {
	var hashes [][]byte
	if err := r.tx.QueryRow(ctx, "select coalesce(array_agg(hash), '{}') from policy_pack").Scan(&hashes); err != nil {
		return store.Interpret(err)
	}
	for _, hash := range hashes {
		if _, err := r.pack(ctx, hash); err != nil {
			return err
		}
	}
	return nil
}

// packOf gives one of the packs that allPacks compiled; nil, which it tells, where the record has lost it.
func (r *reader) packOf(c *Check, name string, hash []byte) *pack.Pack {
	p := r.packs[string(hash)]
	if p == nil {
		c.find(name, "사안의 규정 묶음 %[1]s이(가) 없습니다 (its pack %[1]s is not there)", hexadecimal(hash))
	}
	return p
}

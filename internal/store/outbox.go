package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

// The numbers and words of the outbox.
const (
	// DefaultTries is how often a server is asked before a notice has failed: over a day.
	DefaultTries  = 8
	unreachedWait = 5.0             // seconds before a letter that no server was asked about is claimed again
	digestPage    = 200             // persons
	digestTitle   = "오늘 챙길 업무"      // title of every digest
	mailDomain    = "gyeol.example" // of Message-IDs, where cmd names no other
	unsureReason  = "the answer was lost; a reminder is not sent twice"
	spentReason   = "refused for now, too often"
	refusedReason = "refused for good"
)

// Outbox is the table of notices as the mailroom sees it: what is due is claimed in a commit before any server is
// asked, and what the server said is recorded after (design §6, Mail).
type Outbox struct {
	// Domain stands after the @ of Message-IDs. Default: that of rehearsals.
	Domain string
	// Tries is how often a server is asked before a notice has failed. Default DefaultTries.
	Tries int
	// SendOn is the day on which what is written on a day leaves: the next working day, if it is none. Default: that
	// day.
	SendOn func(gov.Date) gov.Date
	// Manner says how notices reach people on a day. Default: each in a letter of its own, as soon as it may leave.
	Manner func(ctx context.Context, day gov.Date) (Manner, error)
	pool   *pgxpool.Pool
}

// NewOutbox makes the outbox of an installation.
func NewOutbox(pool *pgxpool.Pool) *Outbox {
	return &Outbox{
		Domain: mailDomain, Tries: DefaultTries, SendOn: func(d gov.Date) gov.Date { return d }, pool: pool,
	}
}

// Claim takes up to limit notices that are due and may leave on a working day, for half a minute each. An attempt that
// began and never ended leaves a reminder unknown, never to be sent again; a legal notice is claimed again under its
// old Message-ID, and so is everything that was claimed and not begun.
func (o *Outbox) Claim(ctx context.Context, today gov.Date, limit int) ([]gov.Letter, error) {
	return o.claim(ctx, db.ClaimNoticesParams{Today: today, Working: true, Most: int32(limit)})
}

// ClaimPressing is Claim on a day on which the office is closed. Nothing leaves then (a backlog waits for the next
// working day) but a legal notice that was written for this very day, before the day was designated a holiday: its
// period would break.
func (o *Outbox) ClaimPressing(ctx context.Context, today gov.Date, limit int) ([]gov.Letter, error) {
	return o.claim(ctx, db.ClaimNoticesParams{Today: today, Working: false, Most: int32(limit)})
}

func (o *Outbox) claim(ctx context.Context, p db.ClaimNoticesParams) ([]gov.Letter, error) {
	q := db.New(o.pool)
	if err := q.ExpireNotices(ctx); err != nil {
		return nil, Interpret(err)
	}
	var err error
	if p.Settled, err = o.settle(ctx, p); err != nil {
		return nil, err
	}
	p.Suffix = "@" + o.Domain
	rows, err := q.ClaimNotices(ctx, p)
	if err != nil {
		return nil, Interpret(err)
	}
	letters := make([]gov.Letter, 0, len(rows))
	var unreadable []gov.Posted
	for _, r := range rows {
		letter, err := letterOf(r)
		letter.Day = p.Today
		if err != nil { // it must not hold up those behind it
			unreadable = append(unreadable, letter.Posted(gov.PostedRefused, err.Error()))
			continue
		}
		letters = append(letters, letter)
	}
	_, err = o.Record(ctx, unreadable, nil)
	return letters, err
}

// letterOf is a claimed notice. On an error it still says whose notice it was.
func letterOf(r db.ClaimNoticesRow) (gov.Letter, error) {
	letter := gov.Letter{
		ID: r.ID, Kind: r.Kind, CaseID: r.CaseID, Name: r.Name, Email: r.Email, Legal: r.Legal, MessageID: r.MessageID,
		Ask: r.Ask, Language: r.Language, Attempt: int(r.Attempts), Tries: int(r.Tries),
	}
	if err := json.Unmarshal(r.Params, &letter.Params); err != nil {
		return letter, fmt.Errorf("read what the notice tells: %w", err)
	}
	letter.Params.Closed = letter.Params.Closed || r.Closed
	return letter, nil
}

// Record writes what became of letters and, in the same commit, that next is about to be offered to a server; next may
// be nil. It reports whether next may be sent: false when its claim has run out and somebody else has it.
func (o *Outbox) Record(ctx context.Context, done []gov.Posted, next *gov.Letter) (bool, error) {
	written := &recorder{}
	q := db.New(written)
	for _, p := range done {
		if err := o.record(ctx, q, p); err != nil {
			return false, err
		}
	}
	if next != nil {
		if err := q.BeginAttempt(ctx, db.BeginAttemptParams{ID: next.ID, Attempt: int32(next.Attempt)}); err != nil {
			return false, err
		}
	}
	if len(written.queued) == 0 {
		return false, nil
	}
	begun := int64(0)
	var b pgx.Batch
	written.move(&b)
	answers := o.pool.SendBatch(ctx, &b) // one implicit transaction
	for range b.Len() {
		tag, err := answers.Exec()
		if err != nil {
			return false, Interpret(errors.Join(err, answers.Close()))
		}
		begun = tag.RowsAffected()
	}
	return next != nil && begun == 1, Interpret(answers.Close())
}

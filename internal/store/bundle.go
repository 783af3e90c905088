package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

// Manner is how notices reach people on a day, as the rules in force have it.
type Manner struct {
	Kinds  map[gov.NoticeKind]KindManner // a kind without an entry comes at once, and nobody may choose
	Window time.Duration                 // behind a person's last letter others wait for so long; 0: not at all
	ByWall bool                          // quiet hours are kept, by wall time in Seoul
	Begins string                        // "19:00": quiet hours of who chose none; "" like Ends: none
	Ends   string                        // "08:00"
}

// KindManner is how notices of a kind come.
type KindManner struct {
	Delivery gov.Delivery   `json:"delivery"`          // unless the person chose otherwise
	Choices  []gov.Delivery `json:"choices,omitempty"` // what counts of that which he chose
}

// The size of a settling.
const (
	settlePersons = 200
	bundleLines   = 50        // of one letter; what comes beyond waits for the next
	bundleTitle   = "새로 온 알림" // title of every bundle
)

// manner is how notices come on a day; ok is false where no rules were given to the outbox.
func (o *Outbox) manner(ctx context.Context, day gov.Date) (m Manner, rules json.RawMessage, ok bool, err error) {
	if o.Manner == nil {
		return Manner{}, json.RawMessage("{}"), false, nil
	}
	if m, err = o.Manner(ctx, day); err != nil {
		return m, nil, false, err
	}
	if len(m.Kinds) == 0 {
		return m, json.RawMessage("{}"), true, nil
	}
	if rules, err = json.Marshal(m.Kinds); err != nil {
		err = fmt.Errorf("write the rules of notices: %w", err)
	}
	return m, rules, true, err
}

// settle decides what becomes of notices that nobody has looked at yet, before they can be claimed: those of up to 200
// people at a time. It is one statement, so that a crash leaves nothing half done, and it may run twice at once. While
// the office is closed none of them leaves, and none is settled. It reports whether only what was settled may leave.
func (o *Outbox) settle(ctx context.Context, claim db.ClaimNoticesParams) (settled bool, err error) {
	today := claim.Today
	m, rules, ok, err := o.manner(ctx, today)
	if err != nil || !ok || !claim.Working {
		return ok, err
	}
	_, err = db.New(o.pool).SettleNotices(ctx, db.SettleNoticesParams{
		Today: today, Most: settlePersons, Lines: bundleLines, Rules: rules, ByWall: m.ByWall, QuietFrom: m.Begins,
		QuietTo: m.Ends, WindowSeconds: m.Window.Seconds(), Title: bundleTitle,
	})
	return true, Interpret(err)
}

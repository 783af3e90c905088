package cases

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// keyed is a request whose key is kept by its audit entry, since no act keeps it: a step or a leap of the clock, a
// process that is resumed. A key belongs to one request of a family.
type keyed struct {
	kind    string   // subject kind of the entry
	family  []string // the kinds among which a key is used once
	id      string   // actor and key
	request string   // hash of what was asked
}

// families are the kinds among which a key is used once.
var families = map[string][]string{
	"clock_step": {"clock_step", "clock_jump"}, "clock_jump": {"clock_step", "clock_jump"},
	"process_resume": {"process_resume"}, "notice_preference": {"notice_preference"},
	"notice_resend":  {"notice_resend"},
	"copy_withdraw":  {"copy_withdraw"},
	"absence_record": arrangements, "absence_cancel": arrangements, "delegation_give": arrangements,
	"delegation_revoke": arrangements, "acting_order": arrangements, "transfer": arrangements,
	"invitation_make": invitationRequests, "invitation_end": invitationRequests,
	"token_make": tokenRequests, "token_end": tokenRequests,
	"feed_renew": feedRequests, "feed_end": feedRequests,
	"calendar_designate": calendarChanges, "calendar_withdraw": calendarChanges,
	"sheet_export": sheetRequests, "sheet_import": sheetRequests, "sheet_apply": sheetRequests,
}

// invitationRequests are the kinds of what a secretary asks of invitations.
var invitationRequests = []string{"invitation_make", "invitation_end"}

// tokenRequests are the kinds of what a person asks of his own API tokens.
var tokenRequests = []string{"token_make", "token_end"}

// feedRequests are the kinds of what a person asks of his own calendar feed.
var feedRequests = []string{"feed_renew", "feed_end"}

// arrangements are the kinds of who is away, who stands in and who moves.
var arrangements = []string{
	"absence_record", "absence_cancel", "delegation_give", "delegation_revoke", "acting_order", "transfer",
}

func keyedBy(actor Actor, key, kind string, asked ...string) keyed {
	return keyed{
		kind: kind, family: families[kind], id: actor.key() + "/" + key,
		request: fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(asked, "\x00")))),
	}
}

// done reports whether the request was carried out already; another one under its key is refused.
func (k keyed) done(ctx context.Context, q *db.Queries) (bool, error) {
	_, done, err := k.kept(ctx, q)
	return done, err
}

// kept is done with the id of what the request brought into being, for those that keep one.
func (k keyed) kept(ctx context.Context, q *db.Queries) (id string, done bool, err error) {
	row, err := q.ViewKeyed(ctx, db.ViewKeyedParams{Kinds: k.family, SubjectID: k.id})
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	var body struct{ Request, ID string }
	if len(row.Body) > 0 {
		if err := json.Unmarshal(row.Body, &body); err != nil {
			return "", false, fmt.Errorf("read an audit body: %w", err)
		}
	}
	if row.SubjectKind != k.kind || (body.Request != "" && body.Request != k.request) {
		return "", false, keyReused()
	}
	return body.ID, true, nil
}

func keyReused() error {
	return gov.Refuse(gov.CodeKeyReused, "이미 다른 내용으로 사용한 Idempotency-Key입니다. 새 키로 보내십시오.",
		"this key was used with another body; send a new key")
}

// sheetRequests are the kinds of what is asked about files of rows.
var sheetRequests = []string{"sheet_export", "sheet_import", "sheet_apply"}

// calendarChanges are the kinds of what is done to the office calendar.
var calendarChanges = []string{"calendar_designate", "calendar_withdraw"}

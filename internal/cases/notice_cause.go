package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// NoticeCause is what made a notice be written.
type NoticeCause struct {
	By      string     `json:"by" enum:"act,opening,rung,hold,alert,digest,bundle,checkpoint,delegation,stand_in,transfer,calendar,failure,period,resend,other" doc:"An act, the opening of a stage, a rung of a ladder, a held decision that is to be looked at again, an alert of an agreement, the morning of a day, what was signed of the audit log, a delegation, a beginning stand-in, a transfer, a change of the calendar, a notice that did not arrive, a broken period of notice, or a person who sent it again"`
	Case    gov.CaseID `json:"case,omitzero"`
	Task    gov.TaskID `json:"task,omitzero"`
	Act     int32      `json:"act,omitempty" doc:"Number of the act in its case"`
	Verb    gov.Verb   `json:"verb,omitempty" example:"submit"`
	Post    gov.PostID `json:"post,omitempty" doc:"In which the act was done; empty for gyeol itself"`
	Rung    string     `json:"rung,omitempty" example:"d-3"`
	Rule    string     `json:"rule,omitempty" doc:"The rule behind it" example:"ladder/standard"`
	Article string     `json:"article,omitempty" doc:"The article that the rule implements"`
	Due     gov.Date   `json:"due,omitzero" doc:"The operative due date of which the rung reminded"`
	DueText string     `json:"due_text,omitempty" doc:"The same with its weekday"`

	Deadline *Due     `json:"deadline,omitempty" doc:"Of a rung: both dates of the task, as the letter tells them"`
	Day      gov.Date `json:"day,omitzero" doc:"The office day that wrote it"`
	Of       string   `json:"of,omitempty" doc:"Id of the delegation, the transfer, the change of the calendar, the meeting, or the notice that did not arrive or was sent again"`
}

// causeOf reads the cause from the key under which a notice is written once: every writer of notices puts it there. The
// last part of a key is the recipient.
func causeOf(n db.ViewNoticeRow) NoticeCause {
	c := NoticeCause{By: "other", Case: n.CaseID, Task: n.TaskID}
	part := strings.Split(n.Dedup, "/")
	at := func(i int) string {
		if i < len(part) {
			return part[i]
		}
		return ""
	}
	switch first := part[0]; first {
	case "rung":
		c.By, c.Rung, c.Due = "rung", at(2), dayIn(at(3))
		c.Rule = "ladder/" + n.Ladder
	case "hold", "digest", string(gov.NoticeCheckpoint):
		c.By, c.Day = first, n.OfficeDate
	case "bundle":
		c.By = "bundle"
	case "delegation", "transfer":
		c.By, c.Of = first, at(1)
	case "calendar", "period":
		c.By, c.Of, c.Day = first, at(1), n.OfficeDate
	case string(gov.NoticeNotNotified):
		c.By, c.Of = "failure", at(1)
	case "stand":
		c.By, c.Day = "stand_in", n.OfficeDate
	case "watch", "withdraw":
		c.By, c.Act = "act", numberIn(at(2))
	case "resend":
		c.By, c.Of = "resend", at(1)
	case string(n.Kind):
		c.By, c.Act = "act", n.OpenedSeq
		if len(part) > 3 { // handed over: the act that gave the task away
			c.Act = numberIn(at(2))
		}
		if c.Act == 0 {
			c.By = "opening"
		}
	default:
		if strings.HasPrefix(first, "alert-") {
			c.By = "alert"
		}
	}
	return c
}

func numberIn(text string) int32 {
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return 0
	}
	return int32(n)
}

func dayIn(text string) gov.Date {
	d, err := gov.ParseDate(text)
	if err != nil {
		return gov.Date{}
	}
	return d
}

// cause adds what other rows know of it: the verb of the act, the article of the ladder.
func (r reading) cause(ctx context.Context, n db.ViewNoticeRow) (NoticeCause, error) {
	c := causeOf(n)
	c.DueText = c.Due.Korean()
	if c.By == "rung" {
		var told gov.NoticeParams
		if err := json.Unmarshal(n.Params, &told); err != nil {
			return c, fmt.Errorf("read what notice %s tells: %w", n.ID, err)
		}
		c.Deadline = dueText(told.DueOperative, told.DueLegal)
	}
	switch {
	case c.By == "act" && !c.Case.IsZero():
		act, err := r.q.ViewActAt(ctx, db.ViewActAtParams{CaseID: c.Case, Seq: c.Act})
		if err = store.Interpret(err); err != nil && gov.CodeOf(err) != gov.CodeNotFound {
			return c, err
		}
		c.Verb, c.Post = act.Verb, act.PostID
	case c.By == "rung" && len(n.PackHash) > 0:
		p, err := r.s.rules.Of(ctx, r.q, n.PackHash)
		if err != nil {
			return c, err
		}
		if ladder, ok := p.Ladder(n.Ladder); ok {
			c.Article = strings.Join(ladder.Article, ", ")
		}
	}
	return c, nil
}

package check

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
)

// posted is a notice as the mail comparison needs it.
type posted struct {
	id, name, email, messageID string
	state                      gov.NoticeState
	legal                      bool
	bodyHash                   []byte // of what was read, as the sender recorded it
}

// compareMail lays the folder of the sink beside the notices.
func compareMail(ctx context.Context, r *reader, c *Check) error {
	mails := map[string][]*smtp.Message{}
	for i := range r.mailbox {
		mails[r.mailbox[i].Notice] = append(mails[r.mailbox[i].Notice], &r.mailbox[i])
	}
	c.Examined += len(r.mailbox)
	err := r.each(ctx, read("notices"), func(rows pgx.Rows) error {
		var n posted
		if err := rows.Scan(&n.id, &n.name, &n.email, &n.messageID, &n.state, &n.legal, &n.bodyHash); err != nil {
			return err
		}
		c.Examined++
		if r.sink {
			n.compare(c, mails[n.id])
			n.compareText(c, mails[n.id])
			delete(mails, n.id)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, m := range r.mailbox {
		if mails[m.Notice] != nil && !m.Time.After(r.at) {
			c.find("mail "+m.ID, "통지 기록 %[1]q이(가) 없는 우편입니다: %[2]s (a mail to %[2]s without its notice %[1]q)",
				m.Notice, strings.Join(m.To, ", "))
		}
	}
	return nil
}

// compare says what is wrong between a notice and its mails.
func (n posted) compare(c *Check, mails []*smtp.Message) {
	if len(mails) == 0 && n.state == gov.NoticeSent {
		c.find(n.name, "보낸 것으로 기록되었으나 우편함에 없습니다 (sent, but the sink has no such mail)")
	}
	if len(mails) > 1 && !n.legal {
		c.find(n.name, "같은 알림이 %[1]d번 나갔습니다 (the reminder left %[1]d times)", len(mails))
	}
	if len(mails) > 0 && slices.Contains([]gov.NoticeState{gov.NoticeHeld, gov.NoticeSuppressed}, n.state) {
		c.find(n.name, "%[1]s 상태의 통지인데 우편이 있습니다 (a mail left although the notice is %[1]s)", n.state)
	}
	if len(mails) > 0 && n.state == gov.NoticeFailed && !n.legal {
		c.find(n.name, "실패로 기록되었으나 우편함에 있습니다 (recorded as failed, yet the sink has its mail)")
	}
	for _, m := range mails {
		if len(m.To) != 1 || !strings.EqualFold(m.To[0], n.email) {
			c.find(n.name,
				"우편 %[1]s이(가) 통지받을 사람이 아닌 %[2]s에게 갔습니다 (mail %[1]s went to %[2]s, not to the person of the notice)",
				m.ID, strings.Join(m.To, ", "))
		}
		if n.messageID != "" && strings.Trim(m.MessageID, "<>") != strings.Trim(n.messageID, "<>") {
			c.find(n.name,
				"우편 %[1]s의 Message-ID %[2]q이(가) 기록과 다릅니다 (mail %[1]s has Message-ID %[2]q, not the recorded one)",
				m.ID, m.MessageID)
		}
	}
}

// Duplicates counts the reminders that the sink accepted more often than once, each further time as one.
func Duplicates(ctx context.Context, pool *pgxpool.Pool, mailDir string) (int, error) {
	r, err := newReader(ctx, pool, mailDir)
	if err != nil {
		return 0, err
	}
	defer r.close(ctx)
	times := map[string]int{}
	for _, m := range r.mailbox {
		times[m.Notice]++
	}
	twice := 0
	err = r.each(ctx, query{sql: "select id::text from notice where not legal"}, func(rows pgx.Rows) error {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		twice += max(times[id]-1, 0)
		return nil
	})
	return twice, err
}

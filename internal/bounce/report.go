package bounce

import (
	"errors"
	"strings"

	"gyeol/gov"
)

// Most is how many bytes of a mail are read; a longer one is no report.
const Most = 1 << 20

// Outcome is what a mail that came back says.
type Outcome string

// What a mail may say.
const (
	Failed    Outcome = "failed"    // it will not be delivered
	Delayed   Outcome = "delayed"   // it was not delivered yet
	Delivered Outcome = "delivered" // it was, or was passed on
	AutoReply Outcome = "auto"      // an absence note or the like
	Other     Outcome = "other"     // a mail of a person
)

// Report is what was read.
type Report struct {
	Outcome Outcome
	// Notice is the notice that the report speaks of, by X-Gyeol-Notice or its Message-ID; zero where it names none.
	Notice gov.NoticeID
	// MessageID is that of the mail that came back, without brackets; empty where it is not told.
	MessageID string
	// Recipients are the addresses that the report speaks of, as they are in it, in lower case.
	Recipients []string
	// Status is the code of the worst of them, such as 5.1.1.
	Status string
}

// The faults of a mail that is no report. It is kept aside with them.
var (
	ErrTooLong    = errors.New("the mail is longer than 1 MiB")
	ErrNoMail     = errors.New("the mail cannot be read")
	ErrConflict   = errors.New("the report names two different notices")
	ErrNoStatus   = errors.New("the report has no status of any recipient")
	ErrUnfinished = errors.New("the report ends before its end")
)

// noticeOf is the notice whose letter has a Message-ID; zero for one that is not of gyeol.
func noticeOf(messageID string) gov.NoticeID {
	local, _, ok := strings.Cut(messageID, "@")
	if !ok {
		return gov.NoticeID{}
	}
	return parseNotice(local)
}

func parseNotice(text string) gov.NoticeID {
	var id gov.NoticeID
	if err := id.UnmarshalText([]byte(strings.TrimSpace(text))); err != nil {
		return gov.NoticeID{}
	}
	return id
}

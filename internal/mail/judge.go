package mail

import (
	"errors"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"gyeol/gov"
)

// judge says what an error of go-mail means for the letter. A relay that was lost before it was asked about the letter
// has not been reached; one that was lost after the last byte leaves the letter in doubt.
func judge(err error) gov.PostedAs {
	var e *gomail.SendError
	if !errors.As(err, &e) {
		return gov.PostedUnreached
	}
	switch code := e.ErrorCode(); {
	case e.Reason == gomail.ErrGetSender || e.Reason == gomail.ErrGetRcpts || e.Reason == gomail.ErrNoUnencoded:
		return gov.PostedRefused
	case e.Reason == gomail.ErrConnCheck || e.Reason == gomail.ErrSMTPMailFrom: // it is us that the relay does not want
		return gov.PostedUnreached
	case code >= 500:
		return gov.PostedRefused
	case code >= 400:
		return gov.PostedDeferred
	case e.Reason == gomail.ErrSMTPDataClose:
		return gov.PostedUnsure
	case e.Reason == gomail.ErrSMTPRcptTo || e.Reason == gomail.ErrSMTPData:
		return gov.PostedUnreached
	}
	return gov.PostedDeferred
}

// oneLine is an answer as it is kept: short and without line ends.
func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 300 {
		text = strings.ToValidUTF8(text[:300], "")
	}
	return text
}

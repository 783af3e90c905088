package mail

import (
	"context"
	"errors"

	gomail "github.com/wneessen/go-mail"

	"gyeol/gov"
)

// line is one of the sender's places for a connection, which it keeps from letter to letter. One letter uses it at a
// time.
type line struct {
	sender *Sender
	conn   *connection
}

// offer sends a message over the kept connection, or over a new one.
func (l *line) offer(ctx context.Context, mail written) (gov.PostedAs, string) {
	for kept := l.conn != nil; ; kept = false {
		if err := l.connect(ctx); err != nil {
			return gov.PostedUnreached, oneLine(err.Error())
		}
		if why := mail.unfit(l.conn, l.sender.cfg.MostBytes); why != "" {
			return gov.PostedRefused, why
		}
		l.conn.talk.SkipSMTPUTF8(!mail.utf8)
		err := l.conn.client.SendWithSMTPClient(l.conn.talk, mail.msg)
		if err != nil {
			l.letGo(err)
		} else {
			l.retire()
		}
		if mail.msg.IsDelivered() { // also where the RSET after it failed
			return gov.PostedDelivered, oneLine(mail.msg.ServerResponse())
		}
		if as := judge(err); as != gov.PostedUnreached || !kept {
			return as, oneLine(err.Error())
		}
	}
}

// connect makes sure that there is a connection.
func (l *line) connect(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if l.conn != nil {
		if l.conn.extend(l.sender.cfg.Timeout) == nil {
			return nil
		}
		l.hangUp()
	}
	var err error
	if l.conn, err = dial(ctx, l.sender); err != nil {
		return err
	}
	if err := l.conn.extend(l.sender.cfg.Timeout); err != nil {
		return err
	}
	return ctx.Err() // logging in does not heed it: the letter is not begun any more, the connection is kept
}

// retire counts a letter and takes leave of a connection that has carried as many as it may.
func (l *line) retire() {
	if l.conn.left--; l.conn.left > 0 {
		return
	}
	conn := l.conn
	l.conn = nil
	if conn.extend(l.sender.cfg.Timeout) != nil {
		_ = conn.drop() // the letter is delivered; this connection carries no other
		return
	}
	_ = conn.close() // as before
}

// hangUp drops a connection that is of no more use.
func (l *line) hangUp() {
	_ = l.conn.drop() // it is broken already, which is why it goes
	l.conn = nil
}

// letGo drops the connection unless the relay answered in good order and waits for the next letter. One that no longer
// wants us, as when a token has ended, is logged in to anew, with another token where there is one.
func (l *line) letGo(err error) {
	var refusal *gomail.SendError
	answered := errors.As(err, &refusal) && refusal.ErrorCode() >= 400 && refusal.ErrorCode() != 421
	if answered && refusal.Reason == gomail.ErrSMTPMailFrom && needsLogin(refusal.ErrorCode()) {
		_ = l.sender.tokens.refused(l.conn.secret) // whether there is another, the next log-in finds out
	}
	if answered && refusal.Reason != gomail.ErrSMTPReset && refusal.Reason != gomail.ErrSMTPMailFrom {
		return
	}
	l.hangUp()
}

// needsLogin are the answers of a relay that has forgotten who we are (RFC 4954).
func needsLogin(code int) bool { return code == 530 || code == 535 || code == 454 }

// close hangs up in good order.
func (l *line) close() error {
	if l.conn == nil {
		return nil
	}
	conn := l.conn
	l.conn = nil
	if err := conn.extend(l.sender.cfg.Timeout); err != nil {
		return conn.drop()
	}
	return conn.close()
}

package main

// MailCmd is about the mails that carry notices.
type MailCmd struct {
	Bounce mailBounceCmd `cmd:"" help:"돌아온 메일을 받아들입니다 (take in a mail that came back, from standard input)."`
}

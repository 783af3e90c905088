// Package returns fetches mails from where a mail server put them: a Maildir on this machine, or a mailbox that is
// asked over IMAP. It hands each over as bytes and marks it as read once it was taken; it deletes nothing.
package returns

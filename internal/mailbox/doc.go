// Package mailbox reads what the mail sink of a rehearsal has received: one file per mail, whose first line is the
// envelope. It opens nothing else, believes nothing that a mail says of itself, and reads no more than its bounds.
package mailbox

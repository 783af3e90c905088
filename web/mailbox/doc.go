// Package mailbox is the mailbox page of a rehearsal: what its mail sink has received, for whoever plays the people it
// was for. It is served on loopback alone, needs no sign-in because anybody may be played there, decides nothing, and
// shows the page of a mail in a frame that can run and fetch nothing.
package mailbox

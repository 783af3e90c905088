// Package smtp is a mail server that keeps what it is given instead of
// delivering it. A rehearsal shows its folder as a mailbox page; tests read it
// and let the server refuse what they choose.
//
// It listens on loopback, offers STARTTLS under a certificate made at the
// start (Server.Roots lets a client verify it) and takes mail only from a
// client that has logged in over TLS.
//
// A message is one file, <uuid>.eml, which appears complete and is on the disk
// before the client hears 250. Names rise with time and depend on nothing that
// a restart forgets. Two deliveries of one message are two files: the
// Message-ID tells that they are the same. The first line of a file,
// X-Gyeol-Envelope, is the envelope in JSON; the rest is the message as it was
// received.
package smtp

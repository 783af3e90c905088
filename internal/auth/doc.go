// Package auth answers who is calling, and keeps the ways in.
//
// A program shows an API token, a browser a session: 256 random bits each, of which only the SHA-256 is kept. The
// lookup
// is one indexed query and is never cached, so that whatever was revoked ends with its next request. A session begins
// where somebody has proven who he is: at an OpenID provider, at the gateway of the agency, by an invitation and a
// second factor, or, in a rehearsal, by choosing whom to play.
//
// Whatever is wrong with what was shown, the answer is one and the same. Sessions and tokens live on wall time under
// either clock of the office (design §6).
package auth

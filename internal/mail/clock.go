package mail

import (
	"time"

	"golang.org/x/oauth2"
)

// fresh reports whether a token lives long enough for a log-in. Its end is counted by the wall clock of this machine,
// which is the one that its endpoint counted for.
func fresh(t *oauth2.Token) bool { return t.Expiry.IsZero() || time.Until(t.Expiry) > early }

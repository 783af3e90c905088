package office

import "time"

// wall is the wall clock: invitations, sessions and tokens live on it under either clock of the office.
func wall() time.Time { return time.Now() }

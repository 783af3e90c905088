package gov

// Letter is a notice that has been claimed and is to be sent now, with all that its mail needs.
type Letter struct {
	ID        NoticeID
	Kind      NoticeKind
	Name      string // of the addressee
	Email     string
	Params    NoticeParams
	Legal     bool   // sent at least once rather than at most once
	MessageID string // without brackets, the same in every attempt
	Attempt   int    // counts the claims from 1; whoever holds the latest one may send
	Tries     int    // how often a server was asked before
	Day       Date   // the office day on which it was claimed, and leaves
	Language  string // of the text: "ko", also where none is named, or "en"
}

// ClaimedBefore reports whether somebody may have sent the letter already.
func (l Letter) ClaimedBefore() bool { return l.Attempt > 1 }

// PostedAs is what became of an attempt to send a letter.
type PostedAs string

// The ends of an attempt.
const (
	PostedDelivered PostedAs = "delivered" // the server has taken it
	PostedRefused   PostedAs = "refused"   // for good
	PostedDeferred  PostedAs = "deferred"  // for now
	PostedUnsure    PostedAs = "unsure"    // all of it was sent, and the answer was lost
	PostedUnreached PostedAs = "unreached" // no server was there to ask: the letter is untouched
)

// Posted is the report on one attempt.
type Posted struct {
	ID       NoticeID
	Attempt  int
	Tries    int
	Legal    bool
	As       PostedAs
	Reply    string // of the server, or the fault
	BodyHash []byte // SHA-256 of subject, text and HTML; nil where nothing was offered
	Day      Date   // the office day on which it left
}

// Posted begins the report on the letter.
func (l Letter) Posted(as PostedAs, reply string) Posted {
	return Posted{
		ID: l.ID, Attempt: l.Attempt, Tries: l.Tries, Legal: l.Legal, As: as, Reply: reply, Day: l.Day,
	}
}

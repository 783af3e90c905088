package office

import (
	"gyeol/web/asset"
)

// part is a place in the menu with its pages. A part stands in one file with what it asks of the use cases.
type part struct {
	link

	under []string               // paths below which its pages live, as http.ServeMux takes them
	open  func(v visitor) bool   // whether it stands in somebody's menu; what he may see there the use cases decide
	pages func(s *server) routes // its pages and acts
}

// routes are pages and acts by the pattern of their address.
type routes map[string]handle

// parts are all places of the office, in the order of the menu.
func parts() []part {
	return []part{
		inboxPart(), boardPart(), planPart(), collectPart(), linePart(), paperPart(), leavePart(), transferPart(), meetingPart(),
		filingPlace().part(), monitoringPlace().part(), awardPlace().part(), agreementPlace().part(), noticePart(),
		trailPart(), adminPart(), selfPart(),
	}
}

// Paths are where the pages live; mount the handler of New at each.
func Paths() []string {
	out := []string{asset.Path}
	for _, p := range parts() {
		out = append(out, p.under...)
	}
	return out
}

// everyone opens a part to whoever is signed in.
func everyone(visitor) bool { return true }

// nobody keeps a part out of the menu: another part leads to it.
func nobody(visitor) bool { return false }

// insider opens a part to those who hold a post, and not to a member of a body who came in by its invitation.
func insider(v visitor) bool { return v.Inside && v.Body == "" }

// auditor opens a part to those who watch.
func auditor(v visitor) bool { return v.Audits }

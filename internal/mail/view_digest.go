package mail

import "gyeol/gov"

type (
	digestView struct {
		Frame
		Digest
	}
	bundleView struct {
		Frame
		Digest
	}
)

// Digest is what a letter about several tasks shows.
type Digest struct {
	Groups []groupView
	Count  int // of its lines
}

// groupView are the lines of a digest under one heading.
type groupView struct {
	Heading string
	Lines   []lineView
}

// lineView is one task of a digest, or a post that somebody stands in for from that morning on.
type lineView struct {
	Title, Due, Legal, Link string
	Before                  string // the date until now, of a deadline that moved
	StandIn                 *standInView
}

// order is how the groups of a digest follow each other; what has no group of its own comes last.
var order = []gov.NoticeKind{
	gov.NoticeOverdue, gov.NoticeDueToday, gov.NoticeDueSoon, gov.NoticeReturned, gov.NoticeAssigned,
	gov.NoticeDeadlineMoved, "",
}

// digest sorts the lines under their headings and leaves empty ones out.
func (d drawing) digest() Digest {
	lines := make(map[gov.NoticeKind][]lineView, len(order))
	for _, i := range d.p.Items {
		at := i.Kind
		if _, own := d.in.groups[at]; !own {
			at = ""
		}
		l := lineView{Title: d.title(i.Title, i.Closed), Link: link(d.base, i.TaskID), StandIn: d.standIn(i.StandIn)}
		l.Due, l.Legal = d.due(i.DueOperative, i.DueLegal)
		if b := i.Before; b != nil {
			l.Before, _ = d.due(b.Operative, b.Legal)
		}
		lines[at] = append(lines[at], l)
	}
	out := Digest{Count: len(d.p.Items)}
	for _, kind := range order {
		if len(lines[kind]) > 0 {
			out.Groups = append(out.Groups, groupView{Heading: d.in.groups[kind], Lines: lines[kind]})
		}
	}
	return out
}

package mail

import (
	"fmt"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/locale"
)

// A kind of notice has a view of its own: what its templates see. Nothing of closed content is in any of them, so that
// no template can show it.

// Frame is what stands around every letter.
type Frame struct {
	Name string // of the addressee
	Link string // to the task, or to the inbox
	Ask  string // the unit that answers questions; "" where none is known
	Law  bool   // the law asks for the letter: it cannot be switched off
}

// Facts say which task a letter is about.
type Facts struct {
	Title, Unit string
	Due         string // the last working day, with its weekday
	Legal       string // the last lawful day, with its weekday
	Reason      string
}

// Grounds say by which rule the task came to this person: in which role, and the article behind it.
type Grounds struct{ Role, Article string }

// Asked is the form that is to be filled in; empty for every other task.
type Asked struct {
	Form  string
	Needs string // the fields that every row needs, by their titles
}

type (
	assignedView struct {
		Frame
		Facts
		Grounds
		Asked
	}
	returnedView struct {
		Frame
		Facts
		Grounds
	}
	dueSoonView struct {
		Frame
		Facts
	}
	dueTodayView struct {
		Frame
		Facts
	}
	overdueView struct {
		Frame
		Facts
	}
	stoppedView struct {
		Frame
		Facts
		Grounds
	}
	informedView struct {
		Frame
		Facts

		StandIn *standInView
	}
	deadlineMovedView struct {
		Frame
		Facts

		DueBefore, LegalBefore string
	}
	extensionGrantedView struct {
		Frame
		Facts

		DueBefore, LegalBefore, Wished string
	}
	extensionRefusedView struct {
		Frame
		Facts

		Wished string
	}
	privacyCheckView struct {
		Frame
		Facts
	}
	copyWithdrawnView struct {
		Frame
		Facts
	}
	notNotifiedView struct {
		Frame

		Title, Kind, Post, Why string
	}
	checkpointView struct {
		Frame

		Title, Size, Root, Key string
		Note                   string // letter for letter, its last line end with it
	}
)

// standInView is a post that somebody stands in for, or has come to hold where Deputy is false.
type standInView struct {
	Post, From, To string
	Deputy         bool
	Open           int
}

// The limits of what is quoted.
const (
	titleLimit  = 200
	reasonLimit = 500
)

// drawing is a letter on its way to a view.
type drawing struct {
	l    gov.Letter
	p    gov.NoticeParams
	in   *language
	base string

	link, code string // of an invitation
}

// views make the view of each kind; a kind without one has no letter.
var views = map[gov.NoticeKind]func(drawing) any{
	gov.NoticeAssigned: func(d drawing) any { return assignedView{d.frame(), d.facts(), d.grounds(), d.asked()} },
	gov.NoticeReturned: func(d drawing) any { return returnedView{d.frame(), d.facts(), d.grounds()} },
	gov.NoticeDueSoon:  func(d drawing) any { return dueSoonView{d.frame(), d.facts()} },
	gov.NoticeDueToday: func(d drawing) any { return dueTodayView{d.frame(), d.facts()} },
	gov.NoticeOverdue:  func(d drawing) any { return overdueView{d.frame(), d.facts()} },
	gov.NoticeStopped:  func(d drawing) any { return stoppedView{d.frame(), d.facts(), d.grounds()} },
	gov.NoticeInformed: func(d drawing) any { return informedView{d.frame(), d.facts(), d.standIn(d.p.StandIn)} },
	gov.NoticeDeadlineMoved: func(d drawing) any {
		v := deadlineMovedView{Frame: d.frame(), Facts: d.facts()}
		if b := d.p.Before; b != nil {
			v.DueBefore, v.LegalBefore = d.due(b.Operative, b.Legal)
		}
		return v
	},
	gov.NoticeExtensionGranted: func(d drawing) any {
		v := extensionGrantedView{Frame: d.frame(), Facts: d.facts()}
		if b := d.p.Before; b != nil {
			v.DueBefore, v.LegalBefore = d.due(b.Operative, b.Legal)
		}
		if d.p.Wished != d.p.DueOperative {
			v.Wished = d.in.date(d.p.Wished)
		}
		return v
	},
	gov.NoticeExtensionRefused: func(d drawing) any {
		return extensionRefusedView{d.frame(), d.facts(), d.in.date(d.p.Wished)}
	},
	gov.NoticePrivacyCheck:     func(d drawing) any { return privacyCheckView{d.frame(), d.facts()} },
	gov.NoticeCopyWithdrawn:    func(d drawing) any { return copyWithdrawnView{d.frame(), d.facts()} },
	gov.NoticeNotNotified:      func(d drawing) any { return d.notNotified() },
	gov.NoticeCheckpoint:       func(d drawing) any { return d.checkpoint() },
	gov.NoticeDigest:           func(d drawing) any { return digestView{d.frame(), d.digest()} },
	gov.NoticeBundle:           func(d drawing) any { return bundleView{d.frame(), d.digest()} },
	gov.NoticeCall:             func(d drawing) any { return callView{d.frame(), d.facts(), d.meeting()} },
	gov.NoticeMeetingMoved:     func(d drawing) any { return meetingMovedView{d.frame(), d.facts(), d.meeting()} },
	gov.NoticeMeetingCancelled: func(d drawing) any { return meetingCancelledView{d.frame(), d.facts(), d.meeting()} },
	gov.NoticeInvited:          func(d drawing) any { return invitedView{d.enter(), d.facts(), d.factor()} },
	gov.NoticeSignInCode:       func(d drawing) any { return signInCodeView{d.enter(), d.facts(), d.code} },
	gov.NoticeTokenExpires:     func(d drawing) any { return tokenExpiresView{d.frame(), d.facts()} },
}

func (d drawing) frame() Frame {
	return Frame{
		Name: locale.OneLine(d.l.Name, nameLimit), Link: link(d.base, d.p.TaskID), Law: d.l.Legal,
		Ask: locale.OneLine(d.l.Ask, titleLimit),
	}
}

func (d drawing) facts() Facts {
	f := Facts{Title: d.title(d.p.Title, d.p.Closed)}
	f.Due, f.Legal = d.due(d.p.DueOperative, d.p.DueLegal)
	if !d.p.Closed {
		f.Unit, f.Reason = locale.OneLine(d.p.Unit, titleLimit), locale.OneLine(d.p.Reason, reasonLimit)
	}
	return f
}

func (d drawing) grounds() Grounds {
	if d.p.Why == nil || d.p.Closed {
		return Grounds{}
	}
	return Grounds{Role: locale.OneLine(d.p.Why.Role, titleLimit), Article: locale.OneLine(d.p.Why.Article, titleLimit)}
}

// asked names a form and what it needs: words of the rules, none of a paper.
func (d drawing) asked() Asked {
	f := d.p.Form
	if f == nil || d.p.Closed {
		return Asked{}
	}
	fields := f.Fields[:min(len(f.Fields), gov.NoticeFields)]
	needs := locale.OneLine(strings.Join(fields, ", "), reasonLimit)
	if more := f.More + len(f.Fields) - len(fields); more > 0 {
		needs += fmt.Sprintf(d.in.more, more)
	}
	return Asked{Form: locale.OneLine(f.Title, titleLimit), Needs: needs}
}

func (d drawing) standIn(s *gov.NoticeStandIn) *standInView {
	if s == nil {
		return nil
	}
	return &standInView{
		Post: locale.OneLine(s.Post, titleLimit), From: d.in.date(s.From), To: d.in.date(s.To), Deputy: s.Kind != "",
		Open: s.Open,
	}
}

// notNotified names the recipient by his post alone, and of a closed paper not even why.
func (d drawing) notNotified() notNotifiedView {
	v := notNotifiedView{Frame: d.frame(), Title: d.title(d.p.Title, d.p.Closed)}
	if u := d.p.Undelivered; u != nil {
		v.Kind, v.Post = d.in.kind(u.Kind), locale.OneLine(u.Post, titleLimit)
		v.Why = locale.OneLine(u.Why, reasonLimit)
	}
	return v
}

// checkpoint shows what was signed, letter for letter: an altered note could not be checked.
func (d drawing) checkpoint() checkpointView {
	v := checkpointView{Frame: d.frame(), Title: d.title(d.p.Title, d.p.Closed)}
	if s := d.p.Signed; s != nil && !d.p.Closed {
		v.Size, v.Root = strconv.FormatInt(s.Size, 10), locale.OneLine(s.Root, titleLimit)
		v.Key, v.Note = locale.OneLine(s.Key, titleLimit), s.Note
	}
	return v
}

func (d drawing) title(text string, closed bool) string {
	if closed {
		return d.in.closed
	}
	return locale.OneLine(text, titleLimit)
}

// due writes both faces of a deadline: the working day to plan for, and the last lawful day.
func (d drawing) due(operative, legal gov.Date) (day, last string) {
	if operative.IsZero() {
		operative, legal = legal, gov.Date{}
	}
	return d.in.date(operative), d.in.date(legal)
}

// link is the only kind of address in a mail. A notice without a task leads to the inbox.
func link(base string, task gov.TaskID) string {
	if task.IsZero() {
		return base + "/tasks"
	}
	return base + "/tasks/" + task.String()
}

package policies

import (
	"cmp"
	"slices"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// PathStage is one stage of a year on its way to the filing.
type PathStage struct {
	Stage   string        // key, with its round where it repeats
	Kind    gov.StageKind // a file stage is where the way ends
	After   []string      // the stages whose decision it needs
	Done    bool          // decided, waived or skipped: nothing of it is left
	Planned gov.Date      // the working day by which it is to have decided: its meeting, else its operative due date
	Legal   gov.Date      // the last lawful day; zero where the law names none
	Called  bool          // of a meeting: its notice has left
	Body    *BodyRule     // of a meeting: whose notice period counts
	Need    int           // working days after its input; of a collection what was planned for its units counts
}

// PathStep is what is left of one stage, in working days.
type PathStep struct {
	Stage           string   `json:"stage" example:"council"`
	Expected        gov.Date `json:"expected" doc:"When it decides at the earliest, if it keeps to its date and its input comes as expected"`
	Latest          gov.Date `json:"latest" doc:"When it must have decided, so that the filing keeps its operative date"`
	LatestText      string   `json:"latest_text" example:"2027. 2. 24.(수)"`
	LatestLegal     gov.Date `json:"latest_legal" doc:"The same for the last lawful day of the filing"`
	LatestLegalText string   `json:"latest_legal_text" example:"2027. 2. 26.(금)"`
	Remaining       int      `json:"remaining" doc:"Working days from today, or from its input, to the expected day, both days of work counted"`
	Slack           int      `json:"slack" doc:"Working days between the expected and the latest day; below zero it comes too late"`
	SlackLegal      int      `json:"slack_legal" doc:"The same for the last lawful day"`
	CallBy          gov.Date `json:"call_by,omitzero" doc:"Of a meeting that is still to be called, or called again: the last working day for its notice"`
	CallByText      string   `json:"call_by_text,omitempty" example:"2027. 2. 17.(수)"`
	CallIn          int      `json:"call_in,omitempty" doc:"Working days from today to that day, both counted"`
	Critical        bool     `json:"critical" doc:"It is on the chain with the least slack"`
}

// CriticalPath is the way of a year to its next filing.
type CriticalPath struct {
	Filings    []string   `json:"filings" nullable:"false" doc:"The file stages that are due next" example:"ministry"`
	Target     gov.Date   `json:"target" doc:"Their operative date" example:"2027-02-26"`
	TargetText string     `json:"target_text" example:"2027. 2. 26.(금)"`
	Legal      gov.Date   `json:"legal" doc:"The last lawful day" example:"2027-03-02"`
	LegalText  string     `json:"legal_text" example:"2027. 3. 2.(화)"`
	Days       int        `json:"days" doc:"Working days from today to the target, both counted" example:"38"`
	DaysLegal  int        `json:"days_legal" doc:"The same to the last lawful day"`
	Slack      int        `json:"slack" doc:"Working days to spare on the chain; below zero the filing comes too late"`
	Chain      []string   `json:"chain" nullable:"false" doc:"The stages with the least slack, in the order in which they decide"`
	Stages     []PathStep `json:"stages" nullable:"false" doc:"What is left of every stage on a way to the filing"`
}

// Critical walks the stages of a year back from the filings that are due next. It answers nil where none is left.
//
// A stage decides on its planned day, or today where that has passed, and never before its input: a collection leaves
// its units the working days that were planned for them, a paper takes the working days that its cycle gives it after
// what it rests on, and a meeting takes what is decided by its day. A meeting whose notice can no longer leave in time
// is held on the first day for which a notice of today is in time.
func Critical(stages []PathStage, today gov.Date, cal *calendar.Calendar) *CriticalPath {
	out := critical(stages, today, cal)
	if out == nil {
		return nil
	}
	out.TargetText, out.LegalText = out.Target.Korean(), out.Legal.Korean()
	for i := range out.Stages {
		s := &out.Stages[i]
		s.LatestText, s.LatestLegalText, s.CallByText = s.Latest.Korean(), s.LatestLegal.Korean(), s.CallBy.Korean()
	}
	return out
}

func critical(stages []PathStage, today gov.Date, cal *calendar.Calendar) *CriticalPath {
	w := newWalk(stages, cal.NextWorkingDay(today), cal)
	out := w.filings()
	if out == nil {
		return nil
	}
	out.Days, out.DaysLegal = cal.WorkingDaysBetween(today, out.Target), cal.WorkingDaysBetween(today, out.Legal)
	for _, s := range w.order {
		step, onTheWay := w.step(s, today, out)
		if onTheWay {
			out.Stages = append(out.Stages, step)
		}
	}
	out.chain(w)
	return out
}

// pathWalk is a walk over the graph of a year.
type pathWalk struct {
	cal      *calendar.Calendar
	today    gov.Date // a working day
	by       map[string]PathStage
	next     map[string][]string // who waits for a stage
	order    []PathStage         // every stage after what it waits for
	expected map[string]gov.Date
}

func newWalk(stages []PathStage, today gov.Date, cal *calendar.Calendar) *pathWalk {
	w := &pathWalk{
		cal: cal, today: today, by: map[string]PathStage{}, next: map[string][]string{},
		expected: map[string]gov.Date{},
	}
	for _, s := range stages {
		w.by[s.Stage] = s
		for _, before := range s.After {
			w.next[before] = append(w.next[before], s.Stage)
		}
	}
	seen := map[string]bool{}
	var visit func(string)
	visit = func(id string) {
		s, there := w.by[id]
		if !there || seen[id] {
			return
		}
		seen[id] = true
		for _, before := range s.After {
			visit(before)
		}
		w.order = append(w.order, s)
		if !s.Done {
			w.expected[id] = w.expect(s)
		}
	}
	for _, s := range stages {
		visit(s.Stage)
	}
	return w
}

// filings are the file stages left that are due first.
func (w *pathWalk) filings() *CriticalPath {
	var out *CriticalPath
	for _, s := range w.order {
		if s.Kind != gov.StageFile || s.Done || s.Planned.IsZero() {
			continue
		}
		if out == nil || s.Planned.Before(out.Target) {
			out = &CriticalPath{Target: s.Planned, Legal: s.Planned, Stages: []PathStep{}, Chain: []string{}}
		}
		if s.Planned == out.Target {
			out.Filings = append(out.Filings, s.Stage)
			if s.Legal.After(out.Legal) {
				out.Legal = s.Legal
			}
		}
	}
	return out
}

// inputs is the day on which all that a stage waits for is expected; zero where nothing is left to wait for.
func (w *pathWalk) inputs(s PathStage) gov.Date {
	var last gov.Date
	for _, before := range s.After {
		if day := w.expected[before]; day.After(last) {
			last = day
		}
	}
	return last
}

// expect is the day on which a stage decides at the earliest.
func (w *pathWalk) expect(s PathStage) gov.Date {
	day := s.Planned
	if day.Before(w.today) {
		day = w.today
	}
	if in := w.inputs(s); !in.IsZero() {
		if ready := w.cal.AddWorkingDays(w.cal.PrevWorkingDay(in), w.need(s)); ready.After(day) {
			day = ready
		}
	}
	if s.Kind == gov.StageDeliberate {
		return w.meets(s, day)
	}
	return w.cal.NextWorkingDay(day)
}

// meetings are looked for on so many days.
const meetingsWithin = 366

// meets is the first working day from a day on which a meeting can lawfully be held.
func (w *pathWalk) meets(s PathStage, day gov.Date) gov.Date {
	day = w.cal.NextWorkingDay(day)
	if s.Called && day == s.Planned {
		return day
	}
	for h := day; h.Sub(day) <= meetingsWithin; h = w.cal.NextWorkingDay(h.AddDays(1)) {
		if !CallBy(h, s.Body, w.cal).Before(w.today) {
			return h
		}
	}
	return day
}

// need is how many working days a stage needs after its input. A collection keeps what was planned for its units.
func (w *pathWalk) need(s PathStage) int {
	if s.Kind != gov.StageCollect {
		return s.Need
	}
	var last gov.Date
	for _, before := range s.After {
		if p := w.by[before].Planned; p.After(last) {
			last = p
		}
	}
	if last.IsZero() || s.Planned.IsZero() {
		return 1
	}
	return max(1, w.cal.WorkingDaysBetween(last.AddDays(1), s.Planned))
}

// latest is the last day on which a stage may decide so that the filings keep a day; zero where no way leads there.
func (w *pathWalk) latest(id string, filings []string, by gov.Date) gov.Date {
	if slices.Contains(filings, id) {
		return by
	}
	var least gov.Date
	for _, after := range w.next[id] {
		s := w.by[after]
		if s.Done {
			continue
		}
		day := w.latest(after, filings, by)
		if day.IsZero() {
			continue
		}
		if s.Kind == gov.StageDeliberate && w.expected[after] == s.Planned && s.Planned.Before(day) {
			day = s.Planned // what is not there on its day is not tabled
		}
		if day = w.cal.AddWorkingDays(day, -w.need(s)); least.IsZero() || day.Before(least) {
			least = day
		}
	}
	return least
}

// step is what is left of a stage; false where it is done, or where no way leads from it to the filings.
func (w *pathWalk) step(s PathStage, today gov.Date, of *CriticalPath) (PathStep, bool) {
	latest := w.latest(s.Stage, of.Filings, of.Target)
	if s.Done || latest.IsZero() {
		return PathStep{}, false
	}
	expected := w.expected[s.Stage]
	from := today
	if in := w.inputs(s); in.After(from) {
		from = in.AddDays(1)
	}
	step := PathStep{
		Stage: s.Stage, Expected: expected, Latest: latest, LatestLegal: w.latest(s.Stage, of.Filings, of.Legal),
		Remaining: w.cal.WorkingDaysBetween(from, expected),
	}
	step.Slack, step.SlackLegal = w.slack(expected, latest), w.slack(expected, step.LatestLegal)
	if s.Kind == gov.StageDeliberate && (!s.Called || expected != s.Planned) {
		step.CallBy = CallBy(expected, s.Body, w.cal)
		step.CallIn = w.cal.WorkingDaysBetween(today, step.CallBy)
	}
	return step, true
}

// slack counts the working days after a day to another, below zero backwards.
func (w *pathWalk) slack(from, to gov.Date) int {
	if to.Before(from) {
		return -w.cal.WorkingDaysBetween(to.AddDays(1), from)
	}
	return w.cal.WorkingDaysBetween(from.AddDays(1), to)
}

// tighter reports whether a step leaves less slack than another, or as much and decides later.
func (s *PathStep) tighter(than *PathStep) bool {
	return cmp.Or(cmp.Compare(s.Slack, than.Slack), than.Expected.Compare(s.Expected)) < 0
}

// chain follows the least slack back from the filings.
func (p *CriticalPath) chain(w *pathWalk) {
	left := map[string]*PathStep{}
	for i := range p.Stages {
		left[p.Stages[i].Stage] = &p.Stages[i]
	}
	tightest := func(of []string) *PathStep {
		var out *PathStep
		for _, id := range of {
			s := left[id]
			if s != nil && (out == nil || s.tighter(out)) {
				out = s
			}
		}
		return out
	}
	for s := tightest(p.Filings); s != nil; s = tightest(w.by[s.Stage].After) {
		if s.Critical = true; len(p.Chain) == 0 || s.Slack < p.Slack {
			p.Slack = s.Slack
		}
		p.Chain = append(p.Chain, s.Stage)
	}
	slices.Reverse(p.Chain)
}

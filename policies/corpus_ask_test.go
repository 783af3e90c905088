package policies_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// storyAsk is a question to one of the rules beside the line, and what it answers.
type storyAsk struct {
	What   string     `yaml:"묻다"`
	Given  storyGiven `yaml:"조건"`
	Answer string     `yaml:"답"`
	Why    string     `yaml:"사유"` // words of its reasons
}

// storyGiven is what a question says; each kind of question takes the fields it needs.
type storyGiven struct {
	On string `yaml:"날"`

	Sending string `yaml:"시행"`
	Named   string `yaml:"밝힌효력일"`
	Way     string `yaml:"방법"`
	Arrived string `yaml:"도달일"`
	Private bool   `yaml:"민간"` // the addressee is no agency
	From    string `yaml:"기준"`
	Days    int    `yaml:"일수"`

	Claim   string   `yaml:"주장"`
	Post    string   `yaml:"직위"`
	Since   string   `yaml:"부터"`
	Until   string   `yaml:"까지"`
	Revoked string   `yaml:"철회"`
	Matters []string `yaml:"업무범위"`
	Left    bool     `yaml:"대리직위떠남"`
	Task    string   `yaml:"과업"`
	Matter  string   `yaml:"업무"`

	State string `yaml:"상태"`
	Act   string `yaml:"처리"`

	Class  string `yaml:"구분"`
	Items  []int  `yaml:"호"`
	Reason string `yaml:"이유"`
	Stage  string `yaml:"단계"`
	Ends   string `yaml:"종료예정일"`

	Completed string `yaml:"종결일"`
	Term      string `yaml:"보존기간"`
}

// storyAsks answer the questions by the rules, and nothing else.
var storyAsks = map[string]func(t *testing.T, g storyGiven) (answer, why string){
	"효력발생일": tellEffect, "회신 기한": tellReply, "왜 할 수 없나": tellWhyNot, "누가 대신하나": tellInPerson,
	"넘길 수 있나": tellHandOver, "할 수 있나": tellMove, "공개구분": tellDisclosure, "다시 정하나": tellReview,
	"보존": tellRetention, "방침번호": tellSeries,
}

// ask puts the questions of the story.
func (s story) ask(t *testing.T) {
	t.Helper()
	for _, q := range s.Asks {
		answer, known := storyAsks[q.What]
		if !known || q.Answer == "" {
			t.Fatalf("nobody knows how to answer %q with %q", q.What, q.Answer)
		}
		got, why := answer(t, q.Given)
		if got != q.Answer || !strings.Contains(why, q.Why) {
			t.Errorf("%s %+v: %s (%s)", q.What, q.Given, got, why)
		}
	}
}

// word finds what a Korean word of a story stands for.
func word[V any](t *testing.T, words map[string]V, korean string) V {
	t.Helper()
	v, ok := words[korean]
	if !ok {
		t.Fatalf("the story says %q", korean)
	}
	return v
}

func dayOf(s string) gov.Date {
	if s == "" {
		return gov.Date{}
	}
	return gov.MustDate(s)
}

var storySendings = map[string]policies.Sending{
	"공고": policies.SendNotice, "문서": policies.SendLetter, "게시": policies.SendBoard, "내부결재": policies.SendNone,
}

var storyWays = map[string]policies.ArrivalWay{
	"시스템": policies.ArrivedSystem, "우편": policies.ArrivedPost, "인편": policies.ArrivedHand, "전자우편": policies.ArrivedMail,
}

// clock runs the clock of the story's document as far as the story tells, at nine, ten and eleven of the day.
func (g storyGiven) clock(t *testing.T) (c policies.LegalClock, why string, err error) {
	t.Helper()
	sending := word(t, storySendings, g.Sending)
	c, r, err := policies.LegalClock{Drafted: at(g.On, 9)}.Establish(sending, at(g.On, 10))
	if err == nil && sending != policies.SendNone {
		p := policies.Posting{Sending: sending, At: at(g.On, 11), Effective: dayOf(g.Named)}
		c, r, err = c.Dispatch(p, calendar.National())
	}
	if err == nil && g.Arrived != "" {
		a := policies.Arrival{Way: word(t, storyWays, g.Way), At: at(g.Arrived, 15), Agency: !g.Private}
		c, r, err = c.Arrive(a)
	}
	return c, r.Text + " " + r.Article, err
}

func tellEffect(t *testing.T, g storyGiven) (answer, why string) {
	t.Helper()
	c, why, err := g.clock(t)
	switch {
	case err != nil:
		return "거부", says(err)
	case c.Effective.IsZero():
		return "아직 없음", why
	}
	return c.Effective.String(), why
}

func tellReply(t *testing.T, g storyGiven) (answer, why string) {
	t.Helper()
	c, _, err := g.clock(t)
	if err != nil {
		return "거부", says(err)
	}
	basis := word(t, map[string]policies.DueBasis{"도달": policies.DueArrived, "효력발생": policies.DueEffective}, g.From)
	d, reasons := c.Due(basis, g.Days, calendar.National())
	if d.Legal.IsZero() {
		return "아직 없음", ""
	}
	for _, r := range reasons {
		why += r.Text + " " + r.Article + " "
	}
	return fmt.Sprintf("실무 %s, 법정 %s", d.Operative, d.Legal), why
}

var storyTasks = map[string]gov.TaskKind{
	"결재": gov.TaskSign, "표결": gov.TaskVote, "채점": gov.TaskScore, "점검의견": gov.TaskOpine, "공람": gov.TaskCirculated,
	"사후 보고": gov.TaskPostReport, "기안": gov.TaskDraft, "취합본 확인": gov.TaskConfirm, "보완": gov.TaskRevise,
}

func tellWhyNot(t *testing.T, g storyGiven) (answer, why string) {
	t.Helper()
	claim := policies.Claim{
		Kind: word(t, map[string]policies.ClaimKind{
			"보직": policies.ClaimHolding, "위임": policies.ClaimDelegation, "재위임": policies.ClaimPassedOn,
			"직무대리": policies.ClaimActing, "결재선": policies.ClaimLine,
		}, g.Claim),
		Title: g.Post, From: dayOf(g.Since), To: dayOf(g.Until), Revoked: dayOf(g.Revoked), Matters: g.Matters, Own: !g.Left,
	}
	reasons := policies.WhyNotYours([]policies.Claim{claim}, word(t, storyTasks, g.Task), g.Matter, dayOf(g.On))
	return reasons[0].Text, reasons[0].Article
}

func tellInPerson(t *testing.T, g storyGiven) (answer, why string) {
	t.Helper()
	if slices.Contains(policies.InPersonTasks(), word(t, storyTasks, g.Task)) {
		return "본인만", ""
	}
	return "대신할 수 있음", ""
}

// tellHandOver finds the role behind a task in the machine that asks for it.
func tellHandOver(t *testing.T, g storyGiven) (answer, why string) {
	t.Helper()
	kind := word(t, storyTasks, g.Task)
	for _, of := range kinds {
		for _, specs := range policies.MachineOf(of).Tasks {
			for _, spec := range specs {
				if spec.Kind == kind && spec.Role.Personal() {
					return "규정이 정한 사람만", strings.Join(spec.Rule.Article, ", ")
				}
				if spec.Kind == kind {
					return "넘길 수 있음", strings.Join(spec.Rule.Article, ", ")
				}
			}
		}
	}
	t.Fatalf("no machine asks for %q", g.Task)
	return "", ""
}

func tellMove(t *testing.T, g storyGiven) (answer, why string) {
	t.Helper()
	state := word(t, map[string]gov.State{
		"기안 중": gov.Drafting, "결재 중": gov.InApproval, "결재됨": gov.Approved, "반려됨": gov.Returned, "회수됨": gov.Withdrawn,
		"시행됨": gov.Dispatched,
	}, g.State)
	verb := word(t, map[string]gov.Verb{
		"상신": gov.VerbSubmit, "회수": gov.VerbWithdraw, "재기안": gov.VerbRedraft, "공람": gov.VerbCirculate, "검토": gov.VerbReview,
		"결재": gov.VerbApprove, "반려": gov.VerbReturn,
	}, g.Act)
	move, ok := policies.MachineOf(gov.CaseDocument).Find(state, verb)
	if !ok {
		return "할 수 없음", ""
	}
	var how []string
	if move.Reason {
		how = append(how, "사유를 적는다")
	}
	if move.NewRound {
		how = append(how, "새 차수가 시작되고 앞의 서명은 세지 않는다")
	}
	return "할 수 있음", strings.Join(how, ", ")
}

// class is the disclosure of the story.
func (g storyGiven) class(t *testing.T) policies.PartDisclosure {
	t.Helper()
	return policies.PartDisclosure{
		Part:  policies.BodyPart,
		Class: word(t, map[string]gov.Disclosure{"공개": gov.Public, "부분공개": gov.Partial, "비공개": gov.Secret}, g.Class),
		Items: g.Items, Reason: g.Reason, Stage: g.Stage, EndsOn: dayOf(g.Ends),
	}
}

func tellDisclosure(t *testing.T, g storyGiven) (answer, why string) {
	t.Helper()
	d := g.class(t)
	for _, f := range d.Faults() {
		why += f.Text + " " + f.Article + " "
	}
	if why != "" {
		return "쓸 수 없음", why
	}
	return d.Label(""), ""
}

func tellReview(t *testing.T, g storyGiven) (answer, why string) {
	t.Helper()
	if g.class(t).ReviewAgain(dayOf(g.On)) {
		return "다시 정한다", ""
	}
	return "그대로 둔다", ""
}

func tellRetention(t *testing.T, g storyGiven) (answer, why string) {
	t.Helper()
	term, err := policies.ParseRetention(g.Term)
	if err != nil {
		return "거부", says(err)
	}
	from, until := policies.RetentionFrom(dayOf(g.Completed)), policies.RetentionUntil(dayOf(g.Completed), term)
	if until.IsZero() {
		return fmt.Sprintf("%s부터 끝나는 날 없음", from), ""
	}
	return fmt.Sprintf("%s부터 %s까지", from, until), ""
}

// tellSeries asks Seoul's rows for the series of a post that decides a matter.
func tellSeries(t *testing.T, g storyGiven) (answer, why string) {
	t.Helper()
	p, faults := story{}.pack(t)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(p.AuthorityRows, func(r policies.AuthorityRow) bool { return r.Matter == g.Matter })
	if i < 0 {
		t.Fatalf("no row for %q", g.Matter)
	}
	post := titled(t, p, g.Post)
	series := p.PolicySeries(p.AuthorityRows[i].ID, policies.Cell{Post: post.ID, Rank: post.Rank}, dayOf(g.On))
	return cmp.Or(series, "없음"), ""
}

package office

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// reminderKinds are the notices by which a task is told of and reminded of.
var reminderKinds = []gov.NoticeKind{
	gov.NoticeAssigned, gov.NoticeDueSoon, gov.NoticeDueToday, gov.NoticeOverdue, gov.NoticeReturned,
	gov.NoticeDeadlineMoved,
}

// remindPage names who would be reminded of the open tasks of a case, before anybody is.
type remindPage struct {
	Back    string
	Case    cases.CaseName
	Tasks   []cases.CaseTask
	People  []reminded
	Results []reminded // once it was done
	Reason  field
}

// reminded is one person with the notice that is sent to him anew.
type reminded struct {
	Notice    gov.NoticeID
	Name      string
	Told      string // what he was told last, and when
	Key       string
	Result    string
	Failed    bool
	Forgotten bool // he was told nothing that could be sent again
}

// remindOf shows who would be reminded.
func (s *server) remindOf(r *http.Request, v visitor) (page, error) {
	of, err := s.reminding(r, v)
	if err != nil {
		return page{}, err
	}
	return s.remindView(of), nil
}

func (s *server) remindView(of remindPage) page {
	return page{
		view: "remind", title: "독촉 — " + of.Case.Title, at: "/board", of: of,
		crumbs: []link{{"/board", "현황판"}, {"", "독촉"}},
	}
}

// reminding finds for each open task of a case the last notice that each of its people was sent.
func (s *server) reminding(r *http.Request, v visitor) (remindPage, error) {
	if !v.Resends {
		return remindPage{}, gov.ErrNotFound
	}
	var id gov.CaseID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return remindPage{}, err
	}
	c, err := s.Cases.Case(r.Context(), v.actor, id, "")
	if err != nil {
		return remindPage{}, err
	}
	of := remindPage{
		Back: "/board", Case: cases.CaseName{ID: id, Kind: c.Kind, Title: c.Title, State: c.State}, Tasks: c.Tasks,
		Reason: field{
			Name: "reason", Label: "독촉하는 사유", As: "area", Needed: true, Most: 1000, ID: "r-reason",
			Value: "기한이 가까워 다시 알립니다.",
		},
	}
	found, err := s.Cases.ListNotices(r.Context(), v.actor, cases.NoticeFilter{All: true, Case: id, Limit: 2 * perPage})
	if err != nil {
		return of, err
	}
	for _, n := range found.Notices {
		open := slices.ContainsFunc(c.Tasks, func(t cases.CaseTask) bool { return t.ID == n.Task })
		known := slices.ContainsFunc(of.People, func(p reminded) bool { return p.Name == n.Name })
		if !open || known || !slices.Contains(reminderKinds, n.Kind) {
			continue
		}
		of.People = append(of.People, reminded{
			Notice: n.ID, Name: n.Name, Told: n.KindText + " — " + n.OfficeDate.Korean() + " " + n.StateText, Key: rand.Text(),
			Forgotten: !slices.Contains(resendable, gov.NoticeState(n.State)),
		})
	}
	return of, nil
}

// remind sends each chosen notice anew; one that is refused does not keep the others.
func (s *server) remind(r *http.Request, v visitor) (page, error) {
	of, err := s.reminding(r, v)
	if err != nil {
		return page{}, err
	}
	of.Reason.Value = r.PostForm.Get("reason")
	if checked, ok := check([]field{of.Reason}); !ok {
		of.Reason = checked[0]
		p := s.remindView(of)
		p.status, p.note = http.StatusUnprocessableEntity, spoken(nil, errFields)
		return p, nil
	}
	for _, one := range of.People {
		key := r.PostForm.Get("key." + one.Notice.String())
		if key == "" {
			continue
		}
		_, err := s.Cases.ResendNotice(r.Context(), v.actor, cases.ResendNotice{
			Notice: one.Notice, Reason: of.Reason.Value, Key: key, Source: r.RemoteAddr,
		})
		if one.Result = "새 알림을 보냅니다."; err != nil {
			one.Result, one.Failed = s.refusal(r, err).Detail, true
		}
		of.Results = append(of.Results, one)
	}
	return s.remindView(of), nil
}

// movePage is a stage with the form that moves its dates.
type movePage struct {
	Back   string
	Stage  cases.StageProgress
	Fields []field
	Key    string
	Seen   string
}

// stageOf finds a stage of a year that somebody may overrule.
func (s *server) stageOf(r *http.Request, v visitor) (movePage, error) {
	if !v.Overrules {
		return movePage{}, gov.ErrNotFound
	}
	name := r.PathValue("name")
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil {
		return movePage{}, errNoPage
	}
	c, err := s.Cases.Progress(r.Context(), v.actor, name, year)
	if err != nil {
		return movePage{}, err
	}
	at := slices.IndexFunc(c.Stages, func(st cases.StageProgress) bool { return st.Stage == r.PathValue("stage") })
	if at < 0 {
		return movePage{}, gov.ErrNotFound
	}
	st := c.Stages[at]
	of := movePage{
		Back: "/board/" + url.PathEscape(name) + "/" + strconv.Itoa(year), Stage: st, Key: rand.Text(), Seen: st.ETag,
		Fields: []field{
			{Name: "due_on", Label: "새 기한", As: "date", ID: "m-due", Hint: "쉬는 날을 적으면 실무 기한은 그 앞의 근무일입니다."},
			{Name: "hold_on", Label: "새 회의일", As: "date", ID: "m-hold", Hint: "회의가 있는 단계에만 적습니다."},
			{Name: "reason", Label: "사유", As: "area", Needed: true, Most: 2000, ID: "m-reason"},
		},
	}
	if st.Kind != gov.StageDeliberate {
		of.Fields = append(of.Fields[:1], of.Fields[2])
	}
	return of, nil
}

func moveView(of movePage) page {
	title := "기한 변경 — " + nameOf(of.Stage)
	return page{
		view: "move", title: title, at: "/board", of: of, crumbs: []link{{"/board", "현황판"}, {of.Back, "한 해"}, {"", title}},
	}
}

func (s *server) moveForm(r *http.Request, v visitor) (page, error) {
	of, err := s.stageOf(r, v)
	return moveView(of), err
}

// move moves the dates of a stage, and with them those of its open tasks.
func (s *server) move(r *http.Request, v visitor) (page, error) {
	of, err := s.stageOf(r, v)
	if err != nil {
		return page{}, err
	}
	of.Fields = fill(of.Fields, r)
	checked, ok := check(of.Fields)
	if of.Fields = checked; !ok {
		p := moveView(of)
		p.status, p.note = http.StatusUnprocessableEntity, spoken(nil, errFields)
		return p, nil
	}
	dates := map[string]string{}
	for _, name := range []string{"due_on", "hold_on"} {
		if d := r.PostForm.Get(name); d != "" {
			dates[name] = d
		}
	}
	body, err := json.Marshal(dates)
	if err != nil {
		return page{}, err
	}
	cmd := cases.Command{
		Case: of.Stage.Case, Verb: gov.VerbMoveDate, Key: r.PostForm.Get("key"), Reason: r.PostForm.Get("reason"),
		Body: body, Source: r.RemoteAddr,
	}
	tag, err := gov.ParseETag(r.PostForm.Get("seen"))
	if cmd.Seen = &tag; err == nil {
		_, err = s.Cases.Act(r.Context(), v.actor, cmd)
	}
	if err == nil {
		return page{to: of.Back + "?did=move_date"}, nil
	}
	e := s.refusal(r, err)
	if !refusable(e) {
		return page{}, err
	}
	markNamed(of.Fields, e)
	p := moveView(of)
	p.status, p.note = statusOf(e.Code), spoken(of.Fields, e)
	return p, nil
}

// stageTitles are the titles of the stages that task counts name.
func (s *server) stageTitles(ctx context.Context, counts []cases.TaskCount) (map[string]string, error) {
	var cycles []string
	for _, c := range counts {
		if cycle := cycleOf(c.By); cycle != "" && !slices.Contains(cycles, cycle) {
			cycles = append(cycles, cycle)
		}
	}
	return s.Cases.StageTitles(ctx, cycles)
}

package office

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// collectCases are what the pages of collections ask for.
type collectCases interface {
	Submissions(ctx context.Context, actor cases.Actor, f cases.CaseFilter) (cases.SubmissionPage, error)
	TryRow(ctx context.Context, actor cases.Actor, id gov.CaseID, body cases.SaveRowBody) (cases.CheckedRow, error)
	ExportSheet(ctx context.Context, actor cases.Actor, e cases.ExportSheet) (cases.SheetFile, error)
	ImportSheet(ctx context.Context, actor cases.Actor, in cases.ImportSheet) (cases.SheetImport, error)
	SheetImport(ctx context.Context, actor cases.Actor, id gov.SheetImportID) (cases.SheetImport, error)
	ApplySheet(ctx context.Context, actor cases.Actor, a cases.ApplySheet) (cases.SheetImport, error)
}

// atCollect is where collections stand in the menu.
const atCollect = "/collect"

func collectPart() part {
	return part{
		link: link{atCollect, "취합"}, under: []string{atCollect, atCollect + "/", "/imports/"}, open: insider,
		pages: func(s *server) routes {
			return routes{
				"GET /collect": s.collect, "GET /collect/{id}": s.submission,
				"POST /collect/{id}/check": s.tryRow, "POST /collect/{id}/cells": s.saveCells,
				"POST /collect/{id}/do":     s.rowAct,
				"POST /collect/{id}/export": s.exportSheet, "POST /collect/{id}/import": s.importSheet,
				"GET /imports/{import}": s.sheetImport, "POST /imports/{import}": s.applySheet,
			}
		},
	}
}

// collectMost is how many submissions a list shows at once: the checks run over each of them.
const collectMost = 15

// collectPage is what units hand in, in a list.
type collectPage struct {
	Years  []tab
	Stages []option
	States []option
	Year   string
	Query  string
	Lines  []collectLine
	Next   string
	Narrow bool // the reader asked for less than all
}

type collectLine struct {
	cases.SubmissionItem

	StageTitle string
	Due        due
}

// submissionStates are the states of a submission that a list can be narrowed to.
var submissionStates = []gov.State{
	gov.Requested, gov.Drafting, gov.InDepartment, gov.Submitted, gov.RevisionRequested, gov.Resubmitted, gov.Accepted,
	gov.Missing,
}

// collect lists what units hand in, of one year.
func (s *server) collect(r *http.Request, v visitor) (page, error) {
	q := r.URL.Query()
	of := collectPage{Query: strings.TrimSpace(r.Form.Get("q")), Year: q.Get("year")}
	titles, err := s.collectYears(r, v, &of)
	if err != nil {
		return page{}, err
	}
	stage, state := q.Get("stage"), gov.State(q.Get("state"))
	of.Narrow = of.Query != "" || stage != "" || state != ""
	for i := range of.Stages {
		of.Stages[i].Chosen = of.Stages[i].Value == stage
	}
	for _, st := range submissionStates {
		of.States = append(of.States, option{string(st), st.Korean(), st == state})
	}
	p := page{view: "collect", title: "취합", at: atCollect}
	if of.Year == "" {
		p.of = of
		return p, nil
	}
	found, err := s.Cases.Submissions(r.Context(), v.actor, cases.CaseFilter{
		Cycle: of.Year, Stage: stage, State: state, Query: of.Query, After: q.Get("after"), Limit: collectMost,
	})
	if err != nil {
		return page{}, err
	}
	for _, c := range found.Submissions {
		line := collectLine{SubmissionItem: c, StageTitle: titles[c.Stage], Due: due{Badge: "기한 없음", Kind: "plain"}}
		if c.Due != nil {
			line.Due = s.due(v.Today, c.Due.Operative)
		}
		if !c.ClosedOn.IsZero() || !c.SubmittedOn.IsZero() && len(c.Tasks) == 0 {
			line.Due.Badge, line.Due.Kind = "마침", "plain"
		}
		of.Lines = append(of.Lines, line)
	}
	if found.Next != "" {
		q.Set("after", found.Next)
		of.Next = atCollect + "?" + q.Encode()
	}
	p.of = of
	return p, nil
}

// collectYears lays out the years and the stages of the year that is shown which collect; it gives their titles.
func (s *server) collectYears(r *http.Request, v visitor, of *collectPage) (map[string]string, error) {
	list, err := s.Cases.Cycles(r.Context(), v.actor, cases.CycleFilter{Limit: perPage})
	if err != nil || len(list.Cycles) == 0 {
		return nil, err
	}
	at := slices.IndexFunc(list.Cycles, func(c cases.CycleItem) bool { return yearKey(c) == of.Year })
	if at = max(at, 0); of.Year == "" {
		of.Year = yearKey(list.Cycles[0])
	}
	for i, c := range list.Cycles {
		of.Years = append(of.Years, tab{link{atCollect + "?year=" + url.QueryEscape(yearKey(c)), c.Title}, i == at})
	}
	shown := list.Cycles[at]
	of.Year = yearKey(shown)
	p, err := s.Cases.Progress(r.Context(), v.actor, shown.Name, int(shown.Year))
	if err != nil {
		return nil, err
	}
	titles := map[string]string{}
	for _, st := range p.Stages {
		if st.Kind == gov.StageCollect {
			titles[st.Stage] = nameOf(st)
			of.Stages = append(of.Stages, option{Value: st.Stage, Text: nameOf(st)})
		}
	}
	return titles, nil
}

func yearKey(c cases.CycleItem) string { return fmt.Sprintf("%s-%d", c.Name, c.Year) }

// submissionPage is what one unit hands in, with all that was said about it.
type submissionPage struct {
	cases.CaseView

	Sub     *cases.SubmissionContext
	Due     due
	Legal   string
	Sheet   sheetTable
	Asked   []askedField // what the last return asked to be mended
	Changed []changedField
	Mine    []cases.TaskDetail // open tasks on it that the reader may act on
	Edit    bool               // he may write rows
	Acts    []verbForm         // what else he may do to the rows
	Key     string             // under which a file is handed in once
	Give    string             // the same for what is given out
	Trail   string
}

// submission shows all rows of a submission as one table.
func (s *server) submission(r *http.Request, v visitor) (page, error) {
	c, err := s.submissionCase(r, v)
	if err != nil {
		return page{}, err
	}
	return s.submissionView(r, v, c)
}

func (s *server) submissionCase(r *http.Request, v visitor) (cases.CaseView, error) {
	var id gov.CaseID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return cases.CaseView{}, err
	}
	c, err := s.Cases.Case(r.Context(), v.actor, id, gov.CaseSubmission)
	if err == nil && c.Context.Submission == nil {
		err = gov.ErrNotFound
	}
	return c, err
}

func (s *server) submissionView(r *http.Request, v visitor, c cases.CaseView) (page, error) {
	of := submissionPage{
		CaseView: c, Sub: c.Context.Submission, Due: due{Badge: "기한 없음", Kind: "plain"},
		Key: newKey(), Give: newKey(),
	}
	if c.Due != nil {
		of.Due, of.Legal = s.due(v.Today, c.Due.Operative), c.Due.LegalText
	}
	for _, t := range c.Tasks {
		d, err := s.Cases.Task(r.Context(), v.actor, t.ID)
		if gov.CodeOf(err) == gov.CodeNotFound {
			continue // it is another's
		}
		if err != nil {
			return page{}, err
		}
		if d.Mine {
			of.Mine = append(of.Mine, d)
			of.Edit = of.Edit || slices.Contains(d.Verbs, string(gov.VerbSaveRow))
		}
	}
	if len(of.Mine) > 0 {
		where, err := s.Cases.Directory(r.Context(), v.actor)
		if err != nil {
			return page{}, err
		}
		of.Acts = rowActForms(of, where)
	}
	of.Asked, of.Changed = askedOf(c), changedOf(of.Sub)
	of.Sheet = sheetOf(of)
	if v.Audits {
		of.Trail = "/trail?case=" + c.ID.String()
	}
	p := page{
		view: "submission", title: c.Title, at: atCollect, of: of,
		crumbs: []link{{atCollect, "취합"}, {"", c.Title}},
	}
	if verb := gov.Verb(r.URL.Query().Get("did")); isWord(verb) {
		p.note = &note{Kind: "good", Text: "‘" + verb.Korean() + "’ 처리했습니다."}
	}
	if of.Edit && len(of.Sub.Rows) > 0 {
		p.script = "sheet.js"
	}
	return p, nil
}

// savingTask is the task of a submission page on which rows are saved.
func (p submissionPage) savingTask() (cases.TaskDetail, bool) {
	for _, t := range p.Mine {
		if slices.Contains(t.Verbs, string(gov.VerbSaveRow)) {
			return t, true
		}
	}
	return cases.TaskDetail{}, false
}

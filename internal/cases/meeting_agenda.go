package cases

import (
	"context"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// agendaItem is one item before a body and the paper it is about, zero while that does not exist.
type agendaItem struct {
	title string
	about gov.CaseID
	hash  []byte
}

// agenda is what the meeting is to resolve: the nominees of an award, else the papers of the stages behind it.
func (ch *change) agenda(ctx context.Context) ([]agendaItem, error) {
	a, err := readAttempt(ch.c.Subject)
	if err != nil {
		return nil, err
	}
	if a.kind == "board" {
		return ch.nomineeAgenda(ctx)
	}
	inputs, err := ch.tx.Read.AgendaInputs(ctx, ch.c.StageID)
	if err != nil {
		return nil, err
	}
	var out []agendaItem
	for _, in := range inputs {
		titles, err := ch.agendaTitles(ctx, in)
		if err != nil {
			return nil, err
		}
		papers, err := ch.tx.Read.PaperOf(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		for _, title := range titles {
			it := agendaItem{title: title}
			if len(papers) > 0 {
				it.about, it.hash = papers[0].ID, papers[0].ContentHash
			}
			out = append(out, it)
		}
	}
	if len(out) == 0 {
		out = []agendaItem{{title: ch.c.Title}}
	}
	return out, nil
}

// agendaTitles names the items that one paper brings: a compilation brings one for each form it was compiled from.
func (ch *change) agendaTitles(ctx context.Context, in db.AgendaInputsRow) ([]string, error) {
	if in.Kind != gov.StageCompile {
		return []string{"「" + in.Title + "」 추진사항 협의"}, nil
	}
	cycle, err := ch.cycleRow(ctx)
	if err != nil {
		return nil, err
	}
	p, err := ch.pack(ctx)
	if err != nil {
		return nil, err
	}
	gates, err := ch.tx.Read.GatesOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, g := range gates {
		rule, _ := p.Stage(cycle.Name, g.Key)
		form, ok := p.Form(rule.Form)
		if _, waived := policies.Waived(rule, int(cycle.Year)); !ok || waived || slices.Contains(left, g.State) {
			continue
		}
		out = append(out, formAgenda(form, int(cycle.Year)+rule.Year))
	}
	if len(out) == 0 {
		out = []string{in.Title + " 심의"}
	}
	return out, nil
}

// left are the states of a stage that brings nothing.
var left = []gov.State{gov.Waived, gov.Skipped}

func formAgenda(form policies.FormRule, year int) string {
	switch form.Rows {
	case "unit_projects":
		return fmt.Sprintf("%d년도 시행계획안 심의", year)
	case "sub_projects":
		return fmt.Sprintf("%d년도 추진실적·평가 심의", year)
	}
	return fmt.Sprintf("%d년도 %s 심의", year, form.Title)
}

// fixAgenda writes the items: announced with the call, and fixed with their papers on the day of the meeting.
func (ch *change) fixAgenda(ctx context.Context, items []agendaItem) error {
	if err := ch.tx.Write.ClearAgenda(ctx, ch.c.ID); err != nil {
		return err
	}
	titles := make([]string, len(items))
	for i, it := range items {
		titles[i] = it.title
		if err := ch.tx.Write.InsertAgendaItem(ctx, db.InsertAgendaItemParams{
			ID: gov.NewRowID(), CaseID: ch.c.ID, Ordinal: int32(i + 1), Title: it.title, About: it.about,
			AboutHash: it.hash,
		}); err != nil {
			return err
		}
	}
	ch.note("agenda", titles)
	return ch.tx.Flush(ctx)
}

// tableMeeting fixes the agenda and its papers on the day of the meeting, once every stage behind it has decided; so
// the body resolves on exactly the content whose hash stands beside the item (design §3).
func tableMeeting(ctx context.Context, ch *change) error {
	s, err := ch.sitting(ctx)
	if err != nil {
		return err
	}
	if ch.now.today.Before(s.HoldOn) {
		return gov.Refusef(gov.CodeGateClosed, "회의일(%s) 전에는 상정할 수 없습니다.", "nothing is tabled before the meeting on %s", s.HoldOn)
	}
	gates, err := ch.tx.Read.GatesOf(ctx, ch.c.StageID)
	if err != nil {
		return err
	}
	for _, g := range gates {
		if g.DecidedOn.IsZero() {
			return gov.Refusef(gov.CodeGateClosed, "앞 단계(%s)가 끝나지 않아 상정할 수 없습니다.", "stage %s has not decided", g.Key)
		}
	}
	items, err := ch.agenda(ctx)
	if err != nil {
		return err
	}
	if err := ch.fixAgenda(ctx, items); err != nil {
		return err
	}
	return ch.tx.Write.MarkTabled(ctx, db.MarkTabledParams{CaseID: ch.c.ID, PapersOn: ch.now.today})
}

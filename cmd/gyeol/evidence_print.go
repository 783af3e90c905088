package main

import (
	"bytes"
	"context"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/dossier"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// evidencePrinter prints the papers of an evidence bundle as the API prints them.
type evidencePrinter struct{ cases *cases.Service }

var _ dossier.Printer = evidencePrinter{}

// look is how the papers of a snapshot are read.
func (p evidencePrinter) look(ctx context.Context, q *db.Queries, full bool) (cases.ForEvidence, error) {
	day, err := q.SealingDay(ctx)
	if err != nil {
		return cases.ForEvidence{}, store.Interpret(err)
	}
	today := day.Stepped
	if today.IsZero() {
		today = gov.DateIn(day.At)
	}
	return cases.ForEvidence{Queries: q, Today: today, At: day.At, Full: full}, nil
}

// Document prints a document in each of its forms.
func (p evidencePrinter) Document(ctx context.Context, q *db.Queries, id gov.CaseID, full bool) (dossier.Pages, error) {
	look, err := p.look(ctx, q, full)
	if err != nil {
		return dossier.Pages{}, err
	}
	paper, err := p.cases.EvidencePaper(ctx, look, id)
	if err != nil {
		return dossier.Pages{}, err
	}
	var html, text, block bytes.Buffer
	if err := (printer{}).Document(&html, api.HTML, paper); err != nil {
		return dossier.Pages{}, err
	}
	if err := (printer{}).Document(&text, api.Text, paper); err != nil {
		return dossier.Pages{}, err
	}
	err = printer{}.Block(&block, api.Text, paper.Block)
	return dossier.Pages{HTML: html.Bytes(), Text: text.Bytes(), Block: block.Bytes()}, err
}

// Minutes prints the result of a meeting.
func (p evidencePrinter) Minutes(ctx context.Context, q *db.Queries, id gov.CaseID) ([]byte, error) {
	look, err := p.look(ctx, q, false)
	if err != nil {
		return nil, err
	}
	m, err := p.cases.EvidenceMinutes(ctx, look, id)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = printer{}.Meeting(&out, m)
	return out.Bytes(), err
}

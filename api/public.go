package api

import (
	"context"
	"io"
	"net/http"

	"gyeol/internal/cases"
)

type publishedCopy struct{ Body cases.PublishedCopy }

type publicCopyPage struct{ Body cases.PublicCopyPage }

type copyProposal struct{ Body cases.CopyProposal }

type withdrawnCopy struct{ Body cases.WithdrawnCopy }

type readPublicPaper struct {
	IDPath
	Wanted
}

// public are the operations about what everybody may read.
func (s *server) public() {
	add(s, operation{
		id: "list-public-copies", method: http.MethodGet, path: "/public-copies", tag: "Public copies",
		summary: "List the public copies of documents and minutes, youngest first",
		doc:     "Whoever is signed in may read them: personal data is masked, closed parts are left out.",
	}, s.listPublicCopies)
	add(s, operation{
		id: "get-public-copy", method: http.MethodGet, path: "/public-copies/{id}", tag: "Public copies",
		summary:  "Read the public copy of a document or of minutes, by the id of the case",
		doc:      "One that is being made anew, because the paper discloses something else now, is refused until it is released.",
		refusals: []int{http.StatusNotFound, http.StatusConflict, http.StatusGone},
	}, s.getPublicCopy)
	add(s, operation{
		id: "print-public-copy", method: http.MethodGet, path: "/public-copies/{id}/paper", tag: "Public copies",
		summary:  "Print the public copy",
		refusals: []int{http.StatusNotFound, http.StatusConflict, http.StatusGone}, types: []string{"text/html", "text/plain"},
	}, s.printPublicCopy)
	add(s, operation{
		id: "propose-public-copy", method: http.MethodGet, path: "/public-copies/{id}/proposal", tag: "Public copies",
		summary: "Read the public copy as it would be released now, with what is masked in it, where and why",
		doc: "For those who work on the paper. What is masked is personal data: reading it is logged. The copy is corrected and " +
			"released by acting on the task.",
		refusals: []int{http.StatusNotFound},
	}, s.proposePublicCopy)
	add(s, operation{
		id: "withdraw-public-copy", method: http.MethodPost, path: "/public-copies/{id}/withdrawal", tag: "Public copies",
		summary: "Take the last public copy of a paper back",
		doc: "For those who work on the paper. Nobody is shown the copy any more (410), whoever released it is told, and " +
			"the office day asks for the next one.",
		refusals: acting,
	}, s.withdrawPublicCopy)
}

func (s *server) listPublicCopies(ctx context.Context, in *Page) (*publicCopyPage, error) {
	out, err := s.cases.PublicCopies(ctx, in.After, in.Limit)
	return &publicCopyPage{Body: out}, err
}

func (s *server) getPublicCopy(ctx context.Context, in *IDPath) (*publishedCopy, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	out, err := s.cases.PublicCopy(ctx, id)
	return &publishedCopy{Body: out}, err
}

func (s *server) printPublicCopy(ctx context.Context, in *readPublicPaper) (*printed, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	c, err := s.cases.PublicCopy(ctx, id)
	if err != nil {
		return nil, err
	}
	f := in.format()
	return s.print(f, func(w io.Writer) error { return s.papers.Public(w, f, c) })
}

func (s *server) proposePublicCopy(ctx context.Context, in *IDPath) (*copyProposal, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	out, err := s.cases.ProposeCopy(ctx, who(ctx).actor(), id)
	return &copyProposal{Body: out}, err
}

func (s *server) withdrawPublicCopy(ctx context.Context, in *reasoned) (*withdrawnCopy, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	out, err := s.cases.WithdrawCopy(ctx, who(ctx).actor(), cases.WithdrawCopy{
		Case: id, Reason: in.Body.Reason, Key: in.Key, Source: who(ctx).source,
	})
	return &withdrawnCopy{Body: out}, err
}

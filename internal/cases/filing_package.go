package cases

import (
	"context"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

// packagePart is one part of what is handed over, named by number and content: the package hash covers the list.
type packagePart struct {
	Part   string `json:"part"`             // plan, results, evaluation, draft
	Stage  string `json:"stage"`            // the stage it comes from
	Kind   string `json:"kind,omitempty"`   // document, compilation, receipt; empty where it was waived
	Title  string `json:"title"`            // as printed
	Number string `json:"number,omitempty"` // document number, or the number of the paper received
	Round  int32  `json:"round,omitempty"`
	Hash   string `json:"sha256,omitempty"`
	Waived string `json:"waived,omitempty"` // why there is nothing to hand over
}

// partSource says which paper of the cycle a part of a package is.
type partSource struct {
	kind     gov.CaseKind
	document string // approve: the kind of document that the rule of the stage names
	states   []gov.State
	optional bool // left out where the cycle has none
}

// partSources: the plan and the results are approved documents; the evaluation is what was compiled and found, with
// what the ministry sent (서울특별시 평생교육진흥에 관한 조례 제4조의3); a draft is what is compiled so far.
var partSources = map[string][]partSource{
	"plan": {{
		kind: gov.CaseDocument, document: "implementation-plan",
		states: []gov.State{gov.Approved, gov.Dispatched},
	}},
	"results": {{
		kind: gov.CaseDocument, document: "results-report",
		states: []gov.State{gov.Approved, gov.Dispatched},
	}},
	"evaluation": {
		{kind: gov.CaseCompilation, states: []gov.State{gov.Confirmed}},
		{kind: gov.CaseReceipt, states: []gov.State{gov.Registered, gov.Settled}, optional: true},
	},
	"draft": {{kind: gov.CaseCompilation, states: []gov.State{gov.Compiled, gov.Confirmed}, optional: true}},
}

// packageOf lists the parts in the order of the rule. A part whose paper does not stand yet refuses; one whose stage
// was waived or skipped is listed with the reason.
func (ch *change) packageOf(ctx context.Context, names []string) ([]packagePart, error) {
	rows, err := ch.tx.Read.PackageSources(ctx, ch.c.CycleID)
	if err != nil {
		return nil, err
	}
	documents, err := ch.documentStages(ctx)
	if err != nil {
		return nil, err
	}
	var out []packagePart
	for _, name := range names {
		sources, ok := partSources[name]
		if !ok {
			return nil, noRule("package", name)
		}
		for _, src := range sources {
			parts := src.pick(name, rows, documents)
			if len(parts) == 0 && !src.optional {
				return nil, ch.partMissing(name)
			}
			out = append(out, parts...)
		}
	}
	return out, nil
}

// pick finds the papers of a source: of each stage the youngest that stands, or why the stage has none.
func (src partSource) pick(name string, rows []db.PackageSourcesRow, documents map[string]string) []packagePart {
	var out []packagePart
	at := map[string]int{}
	for _, r := range rows {
		stage := fmt.Sprintf("%s.%d", r.Key, r.StageRound)
		if src.document != "" && documents[r.Key] != src.document || stageOf(src.kind) != r.StageKind {
			continue
		}
		if r.StageState == gov.Waived || r.StageState == gov.Skipped {
			out = append(out, packagePart{Part: name, Stage: r.Key, Title: r.StageTitle, Waived: r.Reason})
			continue
		}
		if !src.stands(r) {
			continue
		}
		p := packagePart{
			Part: name, Stage: r.Key, Kind: string(src.kind), Title: r.PaperTitle,
			Number: r.DocumentNumber + r.ExternalNumber,
			Round:  r.PaperRound, Hash: fmt.Sprintf("%x", r.ContentHash),
		}
		if i, seen := at[stage]; seen {
			out[i] = p
			continue
		}
		at[stage] = len(out)
		out = append(out, p)
	}
	return out
}

func (src partSource) stands(r db.PackageSourcesRow) bool {
	return r.PaperKind == string(src.kind) && slices.Contains(src.states, gov.State(r.PaperState))
}

// stageOf is the kind of stage in which papers of a kind come into being.
func stageOf(kind gov.CaseKind) gov.StageKind {
	if kind == gov.CaseDocument {
		return gov.StageApprove
	}
	if kind == gov.CaseCompilation {
		return gov.StageCompile
	}
	return gov.StageReceive
}

// documentStages says which document each approval stage of the cycle makes.
func (ch *change) documentStages(ctx context.Context) (map[string]string, error) {
	cycle, err := ch.cycleRow(ctx)
	if err != nil {
		return nil, err
	}
	p, err := ch.pack(ctx)
	if err != nil {
		return nil, err
	}
	rule, ok := p.Cycle(cycle.Name)
	if !ok {
		return nil, noRule("cycle", cycle.Name)
	}
	out := map[string]string{}
	for _, sr := range rule.Stages {
		if sr.Kind == gov.StageApprove {
			out[sr.ID] = sr.Document
		}
	}
	return out, nil
}

func (ch *change) partMissing(name string) error {
	e := gov.Refusef(gov.CodeGateClosed, "제출 묶음의 ‘%s’ 문서가 아직 확정되지 않았습니다.",
		"the part %q of the package does not stand yet", name)
	e.State = ch.c.State
	return e
}

package api_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/api/contract"
	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies"
)

// TestTheDocumentSaysWhatEveryVerbTakes walks the machines: each verb that a person may use has one schema with a body,
// and no other verb has one.
func TestTheDocumentSaysWhatEveryVerbTakes(t *testing.T) {
	t.Parallel()
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				Discriminator struct{ Mapping map[string]string }
				OneOf         []struct {
					Ref string `yaml:"$ref"`
				} `yaml:"oneOf"`
				Properties map[string]any
			}
		}
	}
	raw, err := api.Document("0")
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(raw, &doc))
	act := doc.Components.Schemas["ActBody"]
	want := map[string]bool{}
	for _, kind := range []gov.CaseKind{
		gov.CaseCycle, gov.CaseStage, gov.CaseReceipt, gov.CaseSubmission, gov.CaseCompilation, gov.CaseDocument,
		gov.CaseMeeting, gov.CaseConsultation, gov.CaseFiling, gov.CaseOpinion, gov.CaseNomination, gov.CaseAgreement,
	} {
		m := policies.MachineOf(kind)
		for _, move := range m.Moves {
			if !move.System {
				want[string(move.Verb)] = true
			}
		}
		for _, verbs := range m.Contribs {
			for _, v := range verbs {
				want[string(v)] = true
			}
		}
	}
	for _, verb := range policies.BesideVerbs() {
		if verb != gov.VerbHandOver { // it has an operation of its own
			want[string(verb)] = true
		}
	}
	for verb := range want {
		ref, ok := act.Discriminator.Mapping[verb]
		require.True(t, ok, "the document does not say what %s takes", verb)
		require.True(t, slices.ContainsFunc(act.OneOf, func(o struct {
			Ref string `yaml:"$ref"`
		},
		) bool {
			return o.Ref == ref
		}), ref)
		require.Contains(t, doc.Components.Schemas[ref[len("#/components/schemas/"):]].Properties, "body", verb)
	}
	require.Len(t, act.Discriminator.Mapping, len(want))
	require.Len(t, act.OneOf, len(want))
}

// TestAnActOutsideTheContractIsNoticed: the document tells one verb's body from another's.
func TestAnActOutsideTheContractIsNoticed(t *testing.T) {
	t.Parallel()
	const row = `"row":"0190f5a2-7c1e-7a51-9d5e-3f1f9b1f0a39"`
	for _, c := range []struct {
		verb         gov.Verb
		reason, body string
		fits         bool
	}{
		{gov.VerbSaveRow, "", `{` + row + `,"revision":1,"data":{"goal":"목표"}}`, true},
		{gov.VerbSaveRow, "", `{` + row + `,"revision":1,"data":{},"text":"x"}`, false},
		{gov.VerbSaveRow, "", `{"revision":1,"data":{}}`, false},
		{gov.VerbSaveRow, "", ``, false},
		{gov.VerbBallot, "", `{"item":"0190f5a2-7c1e-7a51-9d5e-3f1f9b1f0a39","choice":"maybe"}`, false},
		{gov.VerbSubmit, "", `{"nothing_to_report":true}`, true},
		{gov.VerbSubmit, "", `{"title":"제목","body":{"본문":"글"}}`, true},
		{gov.VerbSubmit, "", `{"text":"x"}`, false},
		{gov.VerbReturn, "사유", `{}`, true},
		{gov.VerbReturn, "사유", ``, true},
		{gov.VerbReturn, "사유", `{"text":"x"}`, false},
		{gov.VerbReturn, "", ``, false},
		{gov.VerbScore, "", `{"tenths":1001}`, false},
		{gov.VerbReopen, "사유", `{"units":["lifelong-education-division"]}`, true},
		{gov.VerbLapse, "사유", ``, false}, // gyeol alone
		{"nothing", "", ``, false},
	} {
		faults := contract.Said(t.Context(), cases.Command{Verb: c.verb, Reason: c.reason, Body: json.RawMessage(c.body)})
		require.Equal(t, c.fits, len(faults) == 0, "%s %s: %v", c.verb, c.body, faults)
	}
}

// TestTheDocumentSaysWhichActsBindToContent: a program learns from it, and not from a refusal, that a hash is needed.
func TestTheDocumentSaysWhichActsBindToContent(t *testing.T) {
	t.Parallel()
	var doc struct {
		Components struct {
			Schemas map[string]struct{ Required []string }
		}
	}
	raw, err := api.Document("0")
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(raw, &doc))
	for name, binds := range map[string]bool{
		"ReviewAct": true, "ConcurAct": true, "AgreeAct": true, "ApproveAct": true, "EscalateAct": true,
		"HoldAct": true, "SkipReviewAct": true, "ConfirmAct": true, "AcceptAct": true,
		"SaveRowAct": false, "SubmitAct": false, "WithdrawAct": false,
		"ReturnAct": false, // of a document it does, of rows it does not: its description says so
	} {
		require.Contains(t, doc.Components.Schemas, name)
		require.Equal(t, binds, slices.Contains(doc.Components.Schemas[name].Required, "content_hash"), name)
	}
}

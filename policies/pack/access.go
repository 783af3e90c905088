package pack

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
	"github.com/cedar-policy/cedar-go/x/exp/schema/validate"

	"gyeol/gov"
)

const (
	accessFile       = "access.cedar"
	accessSchemaFile = "access.cedarschema"
)

// access is the compiled access rules with what they say about themselves.
type access struct {
	policies  *cedar.PolicySet
	validator *validate.Validator
	says      map[cedar.PolicyID]gov.Reason
}

// Request asks whether a post may do something that no task asks of it. Without a Cycle it is about the installation.
type Request struct {
	Post   gov.PostID
	Unit   gov.UnitID // unit of the post on that day
	Rank   gov.Rank
	Action string     // open, close, reopen, skip, hand_over_task, read_progress; read_audit, read_award_data, …
	Cycle  string     // id of the cycle, empty for the installation
	Owner  gov.UnitID // unit that owns the cycle
}

// Judge decides a request by the access rules of the pack. It is total: an unknown action, an invalid request and a
// rule that cannot be evaluated are all denials, each with its reason. Default is denial.
func (p *Pack) Judge(req Request) (bool, []gov.Reason) {
	entities, ask := p.entities(req)
	if err := p.access.validator.Request(ask); err != nil {
		return false, []gov.Reason{{Rule: "access/request", Text: "권한 규칙이 모르는 행위입니다: " + req.Action + "."}}
	}
	decision, diag := cedar.Authorize(p.access.policies, entities, ask)
	var reasons []gov.Reason
	for _, e := range diag.Errors {
		r := p.access.says[e.PolicyID]
		reasons = append(reasons, gov.Reason{Rule: r.Rule, Article: r.Article, Text: "이 규칙을 판단할 수 없어 허용하지 않습니다."})
	}
	if len(diag.Errors) > 0 {
		return false, byRule(reasons)
	}
	for _, r := range diag.Reasons {
		reasons = append(reasons, p.access.says[r.PolicyID])
	}
	if len(reasons) == 0 {
		reasons = []gov.Reason{{Rule: "access/default", Text: "이 직위에 이 행위를 허용하는 규칙이 없습니다."}}
	}
	return decision == cedar.Allow, byRule(reasons)
}

// byRule orders reasons, because the rules are asked in no order.
func byRule(reasons []gov.Reason) []gov.Reason {
	slices.SortFunc(reasons, func(a, b gov.Reason) int { return strings.Compare(a.Rule, b.Rule) })
	return reasons
}

func (p *Pack) entities(req Request) (types.EntityMap, types.Request) {
	unit, owner := uid("Unit", string(req.Unit)), uid("Unit", string(req.Owner))
	post, thing := uid("Post", string(req.Post)), uid("Installation", "gyeol")
	var duties []types.Value
	for _, d := range p.DutiesOf(req.Post) {
		duties = append(duties, types.String(d))
	}
	attributes := types.Record{}
	if req.Cycle != "" {
		thing = uid("Cycle", req.Cycle)
		attributes = types.NewRecord(types.RecordMap{"owner": owner})
	}
	entities := types.EntityMap{
		unit:  {UID: unit},
		owner: {UID: owner},
		post: {UID: post, Parents: types.NewEntityUIDSet(unit), Attributes: types.NewRecord(types.RecordMap{
			"rank": types.String(req.Rank), "duties": types.NewSet(duties...),
		})},
		thing: {UID: thing, Attributes: attributes},
	}
	return entities, types.Request{Principal: post, Action: uid("Action", req.Action), Resource: thing}
}

func uid(kind, id string) types.EntityUID {
	return types.NewEntityUID(types.EntityType(kind), types.String(id))
}

// compileAccess parses rules and schema and proves the rules against the schema: a forbid that fails at run time would
// be skipped, so what can fail must not load.
func (l *loader) compileAccess() {
	rules, text := l.docs[accessFile], l.docs[accessSchemaFile]
	if rules == nil || text == nil {
		l.fault(in(accessFile), "file/missing", "권한 규칙 %s와 %s가 모두 있어야 합니다.", accessFile, accessSchemaFile)
		return
	}
	var s schema.Schema
	if err := s.UnmarshalCedar(text.data); err != nil {
		l.fault(place{file: accessSchemaFile, line: cedarLine(err)}, "access/schema", "권한 규칙의 틀을 읽을 수 없습니다: %v", err)
		return
	}
	resolved, err := s.Resolve()
	if err != nil {
		l.fault(in(accessSchemaFile), "access/schema", "권한 규칙의 틀이 서로 맞지 않습니다: %v", err)
		return
	}
	set, err := cedar.NewPolicySetFromBytes(accessFile, rules.data)
	if err != nil {
		l.fault(place{file: accessFile, line: cedarLine(err)}, "access/syntax", "권한 규칙을 읽을 수 없습니다: %v", err)
		return
	}
	l.p.access = &access{set, validate.New(resolved), map[cedar.PolicyID]gov.Reason{}}
	seen := map[string]bool{}
	for id, policy := range set.All() {
		l.proveAccess(id, policy, seen)
	}
}

func (l *loader) proveAccess(id cedar.PolicyID, policy *cedar.Policy, seen map[string]bool) {
	where := place{file: accessFile, line: policy.Position().Line}
	notes := policy.Annotations()
	for _, must := range []types.AnnotationKey{"id", "article", "reason"} {
		if notes[must] == "" {
			l.fault(where, "access/annotation", "권한 규칙에 @%s이(가) 없습니다.", must)
		}
	}
	name := string(notes["id"])
	if seen[name] {
		l.fault(where, "id/duplicate", "권한 규칙 ‘%s’이(가) 두 번 정의되어 있습니다.", name)
	}
	seen[name] = true
	l.p.access.says[id] = gov.Reason{Rule: "access/" + name, Article: string(notes["article"]), Text: string(notes["reason"])}
	if err := l.p.access.validator.Policy(name, (*ast.Policy)(policy.AST())); err != nil {
		l.fault(where, "access/type", "권한 규칙 ‘%s’이(가) 틀에 맞지 않습니다: %v", name, err)
	}
}

// cedarLine finds the line in an error of the Cedar parser, which only says it in its text.
func cedarLine(err error) int {
	_, rest, ok := strings.Cut(err.Error(), ":")
	for ok {
		var line int
		if n, _ := fmt.Sscanf(rest, "%d:", &line); n == 1 {
			return line
		}
		_, rest, ok = strings.Cut(rest, ":")
	}
	return 0
}

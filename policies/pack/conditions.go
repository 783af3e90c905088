package pack

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"

	"gyeol/policies"
)

// costLimit bounds one evaluation of a condition, in the cost units of CEL; ours need fewer than a hundred.
const costLimit = 10_000

// conditions are compiled CEL conditions over declared facts, by the id of their rule.
type conditions struct {
	env      *cel.Env
	facts    []policies.FactRule
	programs map[string]cel.Program
	trees    map[string]*ast.AST // checked, for those who ask what a condition can tell apart
}

var factTypes = map[string]*cel.Type{
	"bool":    cel.BoolType,
	"int":     cel.IntType,
	"string":  cel.StringType,
	"strings": cel.ListType(cel.StringType),
}

func newConditions(facts []policies.FactRule) (*conditions, error) {
	opts := []cel.EnvOption{cel.ASTValidators(
		cel.ValidateRegexLiterals(),
		cel.ValidateHomogeneousAggregateLiterals(),
		cel.ValidateComprehensionNestingLimit(2),
	)}
	for _, f := range facts {
		opts = append(opts, cel.Variable(f.ID, factTypes[f.Type]))
	}
	env, err := cel.NewEnv(opts...)
	if err != nil {
		return nil, fmt.Errorf("declare facts: %w", err)
	}
	return &conditions{env, facts, map[string]cel.Program{}, map[string]*ast.AST{}}, nil
}

// add compiles one condition. The error says in one line what is wrong.
func (c *conditions) add(id, text string) error {
	tree, issues := c.env.Compile(text)
	if err := issues.Err(); err != nil {
		return fmt.Errorf("%s", firstIssue(issues))
	}
	if !tree.OutputType().IsExactType(cel.BoolType) {
		return fmt.Errorf("결과가 참·거짓이 아니라 %s입니다", tree.OutputType())
	}
	prg, err := c.env.Program(tree, cel.CostLimit(costLimit), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return fmt.Errorf("plan condition: %w", err)
	}
	c.programs[id], c.trees[id] = prg, tree.NativeRep()
	return nil
}

func firstIssue(issues *cel.Issues) string {
	first := issues.Errors()[0]
	return fmt.Sprintf("%d번째 글자: %s", first.Location.Column()+1, strings.SplitN(first.Message, "\n", 2)[0])
}

// fact returns the declaration of a fact; false if there is none of that name.
func (c *conditions) fact(id string) (policies.FactRule, bool) {
	i := slices.IndexFunc(c.facts, func(f policies.FactRule) bool { return f.ID == id })
	if i < 0 {
		return policies.FactRule{}, false
	}
	return c.facts[i], true
}

// uses returns the facts of which a condition speaks, in the order of their declaration.
func (c *conditions) uses(id string) []policies.FactRule {
	tree, ok := c.trees[id]
	if !ok {
		return nil
	}
	named := map[string]bool{}
	ast.PostOrderVisit(tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() == ast.IdentKind {
			named[e.AsIdent()] = true
		}
	}))
	return slices.DeleteFunc(slices.Clone(c.facts), func(f policies.FactRule) bool { return !named[f.ID] })
}

// holds evaluates a condition; a rule without one always holds. A fact that was not handed in is an error.
func (c *conditions) holds(id string, facts map[string]any) (bool, error) {
	prg, ok := c.programs[id]
	if !ok {
		return true, nil
	}
	if facts == nil {
		facts = map[string]any{}
	}
	out, _, err := prg.Eval(facts)
	if err != nil {
		return false, fmt.Errorf("evaluate condition of %s: %w", id, err)
	}
	holds, ok := out.Value().(bool)
	if !ok {
		return false, fmt.Errorf("evaluate condition of %s: got %T", id, out.Value())
	}
	return holds, nil
}

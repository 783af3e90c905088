package pack

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"

	"gyeol/policies"
)

// costLimit bounds one evaluation of a condition, in the cost units of CEL; ours need fewer than a hundred.
const costLimit = 10_000

// conditions are compiled CEL conditions over declared facts, by the id of their rule.
type conditions struct {
	env      *cel.Env
	programs map[string]cel.Program
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
	return &conditions{env, map[string]cel.Program{}}, nil
}

// add compiles one condition. The error says in one line what is wrong.
func (c *conditions) add(id, text string) error {
	ast, issues := c.env.Compile(text)
	if err := issues.Err(); err != nil {
		return fmt.Errorf("%s", firstIssue(issues))
	}
	if !ast.OutputType().IsExactType(cel.BoolType) {
		return fmt.Errorf("결과가 참·거짓이 아니라 %s입니다", ast.OutputType())
	}
	prg, err := c.env.Program(ast, cel.CostLimit(costLimit), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return fmt.Errorf("plan condition: %w", err)
	}
	c.programs[id] = prg
	return nil
}

func firstIssue(issues *cel.Issues) string {
	first := issues.Errors()[0]
	return fmt.Sprintf("%d번째 글자: %s", first.Location.Column()+1, strings.SplitN(first.Message, "\n", 2)[0])
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

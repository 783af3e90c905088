package workflows_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"gyeol/activities"
	"gyeol/workflows"
)

func TestMailroom_DrainsUntilItsHistoryIsLong(t *testing.T) {
	t.Parallel()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	var a *activities.Mailroom
	shifts := 0
	env.OnActivity(a.Drain, mock.Anything).Return(func(context.Context) error {
		shifts++
		if shifts == 2 {
			return errors.New("the database was away")
		}
		env.SetContinueAsNewSuggested(shifts == 5)
		return nil
	})
	env.ExecuteWorkflow(workflows.Mailroom)
	require.True(t, env.IsWorkflowCompleted())
	var again *workflow.ContinueAsNewError
	require.ErrorAs(t, env.GetWorkflowError(), &again, "it ends only to begin anew")
	require.Equal(t, 5, shifts)
}

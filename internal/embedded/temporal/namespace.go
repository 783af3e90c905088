//go:build !noembed

package temporal

import (
	"context"
	"errors"
	"fmt"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	namespacepb "go.temporal.io/api/namespace/v1"
	"go.temporal.io/api/serviceerror"
	taskqueuepb "go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/types/known/durationpb"
)

// registerNamespace makes the namespace where it is missing, sets its
// retention, and waits until every service knows it. Nothing may ask for the
// namespace before it is registered: services remember for a second that it
// was not there.
func (s *Server) registerNamespace(ctx context.Context) (err error) {
	c, err := client.DialContext(ctx, s.ClientOptions())
	if err != nil {
		return fmt.Errorf("connect to Temporal: %w", err)
	}
	defer c.Close()
	service := c.WorkflowService()
	_, err = service.RegisterNamespace(ctx, &workflowservice.RegisterNamespaceRequest{
		Namespace:                        s.cfg.Namespace,
		WorkflowExecutionRetentionPeriod: durationpb.New(s.cfg.Retention),
	})
	var known *serviceerror.NamespaceAlreadyExists
	if errors.As(err, &known) {
		err = s.updateRetention(ctx, service)
	}
	if err != nil {
		return fmt.Errorf("register namespace %s: %w", s.cfg.Namespace, err)
	}
	return s.awaitNamespace(ctx, service)
}

// updateRetention applies a retention that was configured differently when the namespace was made.
func (s *Server) updateRetention(ctx context.Context, service workflowservice.WorkflowServiceClient) error {
	found, err := service.DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: s.cfg.Namespace})
	if err != nil {
		return err
	}
	if found.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration() == s.cfg.Retention {
		return nil
	}
	_, err = service.UpdateNamespace(ctx, &workflowservice.UpdateNamespaceRequest{
		Namespace: s.cfg.Namespace,
		Config:    &namespacepb.NamespaceConfig{WorkflowExecutionRetentionTtl: durationpb.New(s.cfg.Retention)},
	})
	return err
}

// awaitNamespace asks matching and history, through the frontend, until both answer.
func (s *Server) awaitNamespace(ctx context.Context, service workflowservice.WorkflowServiceClient) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := s.probe(ctx, service)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for namespace %s: %w", s.cfg.Namespace, errors.Join(ctx.Err(), err))
		case <-tick.C:
		}
	}
}

func (s *Server) probe(ctx context.Context, service workflowservice.WorkflowServiceClient) error {
	_, err := service.DescribeTaskQueue(ctx, &workflowservice.DescribeTaskQueueRequest{
		Namespace:     s.cfg.Namespace,
		TaskQueue:     &taskqueuepb.TaskQueue{Name: "gyeol-probe"},
		TaskQueueType: enumspb.TASK_QUEUE_TYPE_WORKFLOW,
	})
	if err != nil {
		return err
	}
	_, err = service.GetWorkflowExecutionHistory(ctx, &workflowservice.GetWorkflowExecutionHistoryRequest{
		Namespace: s.cfg.Namespace,
		Execution: workflowID("gyeol-probe"),
	})
	var missing *serviceerror.NotFound
	if errors.As(err, &missing) {
		return nil
	}
	return err
}

func workflowID(id string) *commonpb.WorkflowExecution {
	return &commonpb.WorkflowExecution{WorkflowId: id}
}

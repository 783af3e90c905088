package process

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"google.golang.org/grpc"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/workflows"
)

// Config says how to reach a Temporal cluster.
type Config struct {
	Address   string
	Namespace string // default "gyeol"
	TaskQueue string // default workflows.TaskQueue
	Prefix    string // of workflow ids: several installations in one namespace; default none
	TLS       *tls.Config
	Keys      []Key // of the payload codec; the first one writes
	Logger    *slog.Logger
	Called    func(ctx context.Context) // hears of every call to Temporal before it is sent; default nobody
}

// Client rings processes and opens office days.
type Client struct {
	temporal client.Client
	queue    string
	prefix   string
	log      *slog.Logger
}

// Dial connects; the connection is kept and shared.
func Dial(ctx context.Context, c Config) (*Client, error) {
	if c.Namespace == "" {
		c.Namespace = "gyeol"
	}
	if c.TaskQueue == "" {
		c.TaskQueue = workflows.TaskQueue
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	sealed, err := NewCodec(c.Keys...)
	if err != nil {
		return nil, err
	}
	options := client.Options{
		HostPort: c.Address, Namespace: c.Namespace, Identity: "gyeol", Logger: log.NewStructuredLogger(c.Logger),
		DataConverter: converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), sealed),
		FailureConverter: temporal.NewDefaultFailureConverter(temporal.DefaultFailureConverterOptions{
			DataConverter:          converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), sealed),
			EncodeCommonAttributes: true,
		}),
		// Sealed payloads do not get smaller, and Temporal stands beside us: packing cost an eighth of the process.
		ConnectionOptions: client.ConnectionOptions{
			TLS: c.TLS, DialOptions: c.heard(), GrpcCompression: &client.GrpcCompressionNone{},
		},
	}
	t, err := client.DialContext(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("reach Temporal at %s: %w", c.Address, err)
	}
	return &Client{temporal: t, queue: c.TaskQueue, prefix: c.Prefix, log: c.Logger}, nil
}

// heard tells Called of every call.
func (c Config) heard() []grpc.DialOption {
	if c.Called == nil {
		return nil
	}
	return []grpc.DialOption{grpc.WithChainUnaryInterceptor(func(ctx context.Context, method string, req, reply any,
		conn *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption,
	) error {
		c.Called(ctx)
		return invoke(ctx, method, req, reply, conn, opts...)
	})}
}

// Close ends the connection.
func (c *Client) Close() { c.temporal.Close() }

// Ring signals a process and starts it where it does not run. The bell carries nothing: the rows say what to do.
func (c *Client) Ring(ctx context.Context, r cases.Ring) error {
	_, err := c.temporal.SignalWithStartWorkflow(ctx, c.prefix+r.WorkflowID, workflows.SignalWake, nil, client.StartWorkflowOptions{
		TaskQueue: c.queue, WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
	}, workflows.NameProcess, r.Ref)
	if err != nil {
		return fmt.Errorf("ring %s: %w", r.WorkflowID, err)
	}
	return nil
}

// OpenDay starts a day through both its parts and returns when it is under way; a day under way is joined. When it is
// done the rows say: nobody waits for a workflow's result.
func (c *Client) OpenDay(ctx context.Context, day gov.Date) error {
	d := workflows.DayParts{Day: day, Morning: true, Gather: true}
	_, err := c.temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: c.prefix + workflows.DayID(d), TaskQueue: c.queue,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
	}, workflows.NameOfficeDay, d)
	if err != nil {
		return fmt.Errorf("open %s: %w", day, err)
	}
	return nil
}

// StartMailroom starts the workflow that drains the notices; one that runs is left alone.
func (c *Client) StartMailroom(ctx context.Context) error {
	return c.startOnce(ctx, workflows.IDMailroom, workflows.NameMailroom)
}

// CatchUp starts the office clock once, at worker start: days that were missed are opened in order.
func (c *Client) CatchUp(ctx context.Context) error {
	return c.startOnce(ctx, workflows.IDOfficeClock+"/start", workflows.NameOffice)
}

func (c *Client) startOnce(ctx context.Context, id, name string) error {
	_, err := c.temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: c.prefix + id, TaskQueue: c.queue,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
	}, name)
	var started *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &started) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("start %s: %w", id, err)
	}
	return nil
}

// WorkflowID is the id under which this client knows the workflow of a process.
func (c *Client) WorkflowID(id string) string { return c.prefix + id }

package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"gyeol/internal/embedded/postgres"
	"gyeol/internal/embedded/smtp"
	"gyeol/internal/embedded/temporal"
	"gyeol/internal/store"
	"gyeol/internal/testkit"
	"gyeol/workflows"
)

// door is an address that stays while the Temporal server behind it is another one: plain in front, mutual TLS behind.
type door struct {
	net.Listener

	mu     sync.Mutex
	behind *temporal.Server
}

func openDoor(t *testing.T) *door {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	d := &door{Listener: l}
	t.Cleanup(func() { _ = l.Close() })
	ctx := t.Context()
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			go d.pass(ctx, in)
		}
	}()
	return d
}

// pass carries one connection to the server of the moment; without one it is closed.
func (d *door) pass(ctx context.Context, in net.Conn) {
	defer in.Close()
	d.mu.Lock()
	behind := d.behind
	d.mu.Unlock()
	if behind == nil {
		return
	}
	o := behind.ClientOptions()
	conf := o.ConnectionOptions.TLS.Clone()
	conf.NextProtos = []string{"h2"}
	out, err := (&tls.Dialer{Config: conf}).DialContext(ctx, "tcp", o.HostPort)
	if err != nil {
		return
	}
	defer out.Close()
	go func() {
		_, _ = io.Copy(out, in)
		_ = out.Close()
	}()
	_, _ = io.Copy(in, out)
}

func (d *door) lead(to *temporal.Server) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.behind = to
}

// loss is a real installation whose worker runs apart from its servers.
type loss struct {
	pg     *postgres.Server
	engine *temporal.Server
	door   *door
	pool   *pgxpool.Pool
	env    []string
}

func newLoss(t *testing.T) *loss {
	t.Helper()
	dir, ctx := folder(t), context.WithoutCancel(t.Context())
	l := &loss{door: openDoor(t)}
	var err error
	l.pg, err = postgres.Start(ctx, postgres.Config{Dir: filepath.Join(dir, "postgres")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.pg.Stop(ctx)) })
	l.begin(t)
	t.Cleanup(func() { require.NoError(t, l.engine.Stop(ctx)) })
	sink, err := smtp.Start(ctx, smtp.Config{Dir: filepath.Join(dir, "mail")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, sink.Stop(ctx)) })
	require.NoError(t, writeCertificate(sink, filepath.Join(dir, "smtp.pem")))
	user, password := sink.Credentials()
	l.env = []string{
		"GYEOL_DATABASE_URL=" + l.pg.ConnString(postgres.RoleApp, postgres.Database),
		"GYEOL_TEMPORAL_ADDRESS=" + l.door.Addr().String(), "GYEOL_PAYLOAD_KEY=" + strings.Repeat("5e", 32),
		fmt.Sprintf("GYEOL_SMTP_URL=smtp://%s:%s@%s?tls=starttls&auth=plain", user, password, sink.Addr()),
		"SSL_CERT_FILE=" + filepath.Join(dir, "smtp.pem"), "GYEOL_LISTEN=127.0.0.1:0",
		"GYEOL_BASE_URL=http://gyeol.example", "GYEOL_MAIL_FROM=plan@seoul.example",
	}
	l.pool, err = store.Open(ctx, l.pg.ConnString(postgres.RoleApp, postgres.Database), store.Options{MaxConns: 2})
	require.NoError(t, err)
	t.Cleanup(l.pool.Close)
	return l
}

// begin starts Temporal on whatever its databases hold, or on new ones.
func (l *loss) begin(t *testing.T) {
	t.Helper()
	var err error
	l.engine, err = temporal.Start(context.WithoutCancel(t.Context()), l.config())
	require.NoError(t, err)
	l.door.lead(l.engine)
}

func (l *loss) config() temporal.Config {
	return temporal.Config{SocketDir: l.pg.SocketDir(), Port: l.pg.Port(), HistoryShards: 16}
}

// lose takes Temporal away from under the worker, with both its databases.
func (l *loss) lose(t *testing.T) {
	t.Helper()
	l.door.lead(nil)
	require.NoError(t, l.engine.Stop(context.WithoutCancel(t.Context())))
	require.NoError(t, temporal.DropDatabases(t.Context(), l.config()))
}

func (l *loss) run(t *testing.T, env []string, args ...string) string {
	t.Helper()
	out, err := gyeol(t, append(l.env[:len(l.env):len(l.env)], env...), args...).Output()
	require.NoError(t, err, args)
	return string(out)
}

// running names what runs in Temporal of all that should: the schedule, the mailroom, and each open process.
func (l *loss) running(t *testing.T) (is, should []string) {
	t.Helper()
	c, err := client.Dial(l.engine.ClientOptions())
	require.NoError(t, err)
	defer c.Close()
	ids := []string{workflows.IDMailroom}
	rows, err := l.pool.Query(t.Context(), "select workflow_id from process where state <> 'ended' order by 1")
	require.NoError(t, err)
	for rows.Next() {
		var id string
		require.NoError(t, rows.Scan(&id))
		ids = append(ids, id)
	}
	require.NoError(t, rows.Err())
	should = append(should, "schedule")
	if _, err := c.ScheduleClient().GetHandle(t.Context(), workflows.IDOfficeClock).Describe(t.Context()); err == nil {
		is = append(is, "schedule")
	}
	for _, id := range ids {
		should = append(should, id)
		d, err := c.DescribeWorkflowExecution(t.Context(), id, "")
		if err == nil && d.GetWorkflowExecutionInfo().GetStatus() == enums.WORKFLOW_EXECUTION_STATUS_RUNNING {
			is = append(is, id)
		}
	}
	return is, should
}

func (l *loss) count(t *testing.T, sql string) (n int) {
	t.Helper()
	require.NoError(t, l.pool.QueryRow(t.Context(), sql).Scan(&n))
	return n
}

// stands waits until all that should runs does, more than the schedule and the mailroom, and no wake is undone.
func (l *loss) stands(t *testing.T) {
	t.Helper()
	testkit.Eventually(t, func() bool {
		is, should := l.running(t)
		return len(should) > 2 && len(is) == len(should) && l.count(t, "select count(*) from wake where done_at is null") == 0
	})
}

// TestReconcileGivesARunningWorkerAllItsWorkBack takes Temporal's databases away while the worker of a real
// installation runs on, with a bell unheard. The worker needs no new start: reconcile gives it the schedule of the
// office clock, the mailroom and every open process again.
func TestReconcileGivesARunningWorkerAllItsWorkBack(t *testing.T) {
	t.Parallel()
	l := newLoss(t)
	owner := "GYEOL_DATABASE_URL=" + l.pg.ConnString(postgres.RoleOwner, postgres.Database)
	require.Contains(t, l.run(t, []string{owner}, "migrate"), "real")
	l.run(t, nil, "import")
	worker := lasting(t, l.env, "worker")
	firstLine(t, worker)
	t.Cleanup(func() {
		require.NoError(t, errors.Join(worker.Process.Signal(syscall.SIGTERM), worker.Wait()), "it ran to the end")
	})
	l.stands(t)

	l.lose(t)
	_, err := l.pool.Exec(t.Context(), "insert into wake (process_id, cause) select id, 'test' from process limit 1")
	require.NoError(t, err)
	l.begin(t)
	is, _ := l.running(t)
	require.NotContains(t, is, "schedule")
	require.Contains(t, l.run(t, nil, "reconcile"), "processes rung")
	l.stands(t)
	require.NotEmpty(t, l.run(t, nil, "reconcile"), "once more does no harm")
	l.stands(t)
}

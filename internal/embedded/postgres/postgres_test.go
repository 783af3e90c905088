package postgres_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"gyeol/internal/embedded/postgres"
)

// The folder that a re-executed test binary is to use, or to ask about.
const (
	helperDir = "GYEOL_TEST_PG_HELPER"
	reachDir  = "GYEOL_TEST_PG_REACH"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperDir); dir != "" {
		os.Exit(runHelper(dir))
	}
	if dir := os.Getenv(reachDir); dir != "" {
		fmt.Println(postgres.Reachable(dir))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// runHelper is a gyeol that starts a cluster and is then killed.
func runHelper(dir string) int {
	if _, err := postgres.Start(context.Background(), postgres.Config{Dir: dir}); err != nil {
		fmt.Println("failed:", err)
		return 1
	}
	fmt.Println("ready")
	select {}
}

// folder makes a folder that an unprivileged account can reach.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, open := range []string{filepath.Dir(dir), dir} {
		if err := os.Chmod(open, 0o711); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "pg")
}

func start(t *testing.T, dir string) *postgres.Server {
	t.Helper()
	s, err := postgres.Start(t.Context(), postgres.Config{Dir: dir, StartTimeout: 30 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s
}

func stop(t *testing.T, s *postgres.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := s.Stop(ctx); err != nil {
		t.Errorf("stop: %v", err)
	}
}

// exec runs one statement as a role in the database gyeol.
func execute(t *testing.T, s *postgres.Server, role, sql string) error {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.ConnString(role, postgres.Database))
	if err != nil {
		return err
	}
	_, err = conn.Exec(t.Context(), sql)
	return errors.Join(err, conn.Close(t.Context()))
}

func ask(t *testing.T, s *postgres.Server, role, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.ConnString(role, postgres.Database))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var answer string
	if err := conn.QueryRow(t.Context(), sql).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return answer
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestStart_KeepsRowsAcrossARestart(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	first := start(t, dir)
	must(t, execute(t, first, postgres.RoleOwner, "CREATE TABLE paper (title text); GRANT INSERT ON paper TO gyeol_app"))
	must(t, execute(t, first, postgres.RoleApp, "INSERT INTO paper VALUES ('승인')"))
	stop(t, first)
	if err, open := <-first.Wait(); open {
		t.Errorf("an asked-for stop was reported as unexpected: %v", err)
	}

	again := time.Now()
	second := start(t, dir)
	t.Logf("PostgreSQL %s, started again in %v", second.Version(), time.Since(again).Round(time.Millisecond))
	if got := ask(t, second, postgres.RoleApp, "SELECT title FROM paper"); got != "승인" {
		t.Errorf("title after restart = %q", got)
	}
}

func TestStart_GivesEachRoleItsOwnRights(t *testing.T) {
	t.Parallel()
	s := start(t, folder(t))
	must(t, execute(t, s, postgres.RoleOwner, "CREATE TABLE paper (title text); GRANT INSERT ON paper TO gyeol_app"))
	refused := map[string]string{
		postgres.RoleApp + " alters":    "ALTER TABLE paper ADD COLUMN n int",
		postgres.RoleApp + " creates":   "CREATE TABLE other (n int)",
		postgres.RoleApp + " truncates": "TRUNCATE paper",
	}
	for name, sql := range refused {
		if err := execute(t, s, postgres.RoleApp, sql); err == nil {
			t.Errorf("%s: allowed", name)
		}
	}
	must(t, execute(t, s, postgres.RoleApp, "CREATE TEMPORARY TABLE load (n int)"))
	if err := execute(t, s, postgres.RoleTemporal, "SELECT 1"); err == nil {
		t.Error("Temporal's role may connect to the product's database")
	}
}

func TestStart_SettingsThatProtectTheRecord(t *testing.T) {
	t.Parallel()
	s := start(t, folder(t))
	got := map[string]string{}
	for _, name := range []string{
		"fsync", "synchronous_commit", "full_page_writes", "listen_addresses", "data_checksums", "lc_collate",
		"server_encoding", "TimeZone", "log_min_error_statement", "max_connections",
	} {
		got[name] = ask(t, s, postgres.RoleApp, "SHOW "+name)
	}
	want := map[string]string{
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "listen_addresses": "", "data_checksums": "on",
		"lc_collate": "C.UTF-8", "server_encoding": "UTF8", "TimeZone": "UTC", "log_min_error_statement": "panic",
		"max_connections": "200",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	info, err := os.Stat(s.SocketDir())
	must(t, err)
	if info.Mode().Perm() != 0o700 {
		t.Errorf("socket folder has mode %o", info.Mode().Perm())
	}
}

// One role per purpose: none but the administrator's may do more than its purpose asks, and only Temporal's commits
// do not wait for the disk.
func TestStart_TheRolesAndTheirSettings(t *testing.T) {
	t.Parallel()
	s := start(t, folder(t))
	const roles = `SELECT string_agg(concat_ws(' ', rolname, CASE WHEN rolsuper THEN 'super' END,
		CASE WHEN rolcreatedb THEN 'createdb' END, CASE WHEN rolcreaterole THEN 'createrole' END,
		CASE WHEN rolreplication THEN 'replication' END, CASE WHEN rolbypassrls THEN 'bypassrls' END,
		array_to_string(rolconfig, ' ')), E'\n' ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'gyeol%'`
	want := strings.Join([]string{
		postgres.RoleApp, postgres.RoleAudit, postgres.RoleOwner, postgres.RoleRead,
		postgres.RoleTemporal + " createdb synchronous_commit=off",
	}, "\n")
	if diff := cmp.Diff(want, ask(t, s, postgres.RoleAdmin, roles)); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	if got := ask(t, s, postgres.RoleApp, "SHOW synchronous_commit"); got != "on" {
		t.Errorf("synchronous_commit of the application = %s", got)
	}
	const owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
	if got := ask(t, s, postgres.RoleApp, owner); got != postgres.RoleOwner {
		t.Errorf("the database belongs to %s", got)
	}
}

func TestCreateDatabase_CopiesATemplate(t *testing.T) {
	t.Parallel()
	s := start(t, folder(t))
	must(t, s.CreateDatabase(t.Context(), "template_x", postgres.RoleOwner, ""))
	conn, err := pgx.Connect(t.Context(), s.ConnString(postgres.RoleOwner, "template_x"))
	must(t, err)
	_, err = conn.Exec(t.Context(), "CREATE TABLE paper (title text); GRANT INSERT ON paper TO gyeol_app")
	must(t, errors.Join(err, conn.Close(t.Context())))

	must(t, s.CreateDatabase(t.Context(), "t1", postgres.RoleOwner, "template_x"))
	app, err := pgx.Connect(t.Context(), s.ConnString(postgres.RoleApp, "t1"))
	must(t, err)
	_, err = app.Exec(t.Context(), "INSERT INTO paper VALUES ('가'); SELECT show_trgm('승인')")
	must(t, err)
	must(t, s.DropDatabase(t.Context(), "t1"))
	must(t, s.DropDatabase(t.Context(), "t1"))
	if _, err := pgx.Connect(t.Context(), s.ConnString(postgres.RoleApp, "t1")); err == nil {
		t.Error("a dropped database still accepts connections")
	}
	app.Close(t.Context()) //nolint:errcheck // the drop has ended it
}

// helper starts a re-executed test binary on a folder and waits until its cluster is up.
func helper(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0])
	cmd.Env = append(os.Environ(), helperDir+"="+dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || strings.TrimSpace(line) != "ready" {
		t.Fatalf("helper said %q, %v", line, err)
	}
	return cmd
}

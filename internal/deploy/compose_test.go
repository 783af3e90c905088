package deploy

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/activities"
	"gyeol/internal/embedded/postgres"
	"gyeol/internal/store"
)

// root is the folder of the module, seen from this package.
const root = "../.."

// operator is the environment of whoever starts the services.
var operator = types.Mapping{
	"GYEOL_DB_PASSWORD":    "secret-of-gyeol",
	"GYEOL_OWNER_PASSWORD": "secret-of-the-owner",
	"TEMPORAL_DB_PASSWORD": "secret-of-temporal",
	"GYEOL_SMTP_URL":       "smtp://relay.example:587",
	"GYEOL_PAYLOAD_KEY":    strings.Repeat("00ff", 16),
	"GYEOL_BASE_URL":       "https://gyeol.example",
	"GYEOL_MAIL_FROM":      "gyeol@city.example",
}

// load reads the compose file, which checks it against the compose schema and
// for consistency, with all profiles on.
func load(t *testing.T, env types.Mapping) (*types.Project, error) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(root, "docker-compose.yml"))
	require.NoError(t, err)
	details := types.ConfigDetails{
		WorkingDir:  filepath.Dir(path),
		ConfigFiles: []types.ConfigFile{{Filename: path}},
		Environment: maps.Clone(env), // the loader adds to it
	}
	return loader.LoadWithContext(t.Context(), details, loader.WithProfiles([]string{"*"}))
}

// loaded is the compose file of a well-prepared operator.
func loaded(t *testing.T) *types.Project {
	t.Helper()
	project, err := load(t, operator)
	require.NoError(t, err)
	return project
}

func TestTheComposeFileIsValidAndWhole(t *testing.T) {
	t.Parallel()
	project := loaded(t)
	require.ElementsMatch(t, []string{
		"postgres", "temporal-schema", "temporal", "temporal-namespace", "migrate", "serve", "worker", "temporal-ui",
	}, project.ServiceNames())
}

func TestAMistakeInTheComposeFileIsNoticed(t *testing.T) {
	t.Parallel()
	details := types.ConfigDetails{
		WorkingDir:  t.TempDir(),
		ConfigFiles: []types.ConfigFile{{Filename: "c.yml", Content: []byte("name: c\nservices: {a: {image: a:1, imagine: true}}\n")}},
	}
	_, err := loader.LoadWithContext(t.Context(), details)
	require.ErrorContains(t, err, "imagine")
}

func TestNothingStartsWithoutItsSecrets(t *testing.T) {
	t.Parallel()
	for name := range operator {
		env := maps.Clone(operator)
		delete(env, name)
		_, err := load(t, env)
		require.ErrorContains(t, err, name, "without %s", name)
	}
}

func TestEveryImageIsPinnedByVersion(t *testing.T) {
	t.Parallel()
	for name, service := range loaded(t).Services {
		requirePinned(t, name, service.Image)
	}
	for _, image := range baseImages(t) {
		requirePinned(t, "Dockerfile", image)
	}
}

// requirePinned wants a tag that is a version: at least two numbers.
func requirePinned(t *testing.T, where, image string) {
	t.Helper()
	_, tag, found := strings.Cut(image, ":")
	require.True(t, found, "%s: the image %q has no tag", where, image)
	require.Regexp(t, `^\d+\.\d+`, tag, "%s: the tag of %q is no version", where, image)
}

func TestEverythingSaysWhetherItIsWell(t *testing.T) {
	t.Parallel()
	project := loaded(t)
	for name, service := range project.Services {
		require.NotNil(t, service.HealthCheck, name)
		if service.HealthCheck.Disable {
			require.True(t, strings.HasPrefix(service.Restart, types.RestartPolicyOnFailure), "%s has no health check and does not end", name)
			require.NotEmpty(t, waitingFor(project, name), "%s ends, and nobody waits for its success", name)
			continue
		}
		require.Greater(t, len(service.HealthCheck.Test), 1, "%s checks nothing", name)
	}
}

// waitingFor names the services that start only after the named one succeeded.
func waitingFor(project *types.Project, name string) []string {
	var waiting []string
	for other, service := range project.Services {
		if service.DependsOn[name].Condition == types.ServiceConditionCompletedSuccessfully {
			waiting = append(waiting, other)
		}
	}
	return waiting
}

func TestTemporalAndTheDatabaseStayInside(t *testing.T) {
	t.Parallel()
	project := loaded(t)
	require.True(t, project.Networks["back"].Internal, "the network of the databases has a way out")
	for _, name := range []string{"postgres", "temporal", "temporal-schema", "temporal-namespace", "migrate", "worker"} {
		require.Empty(t, project.Services[name].Ports, "%s publishes a port", name)
	}
	for _, name := range []string{"postgres", "temporal"} {
		service := project.Services[name]
		require.Equal(t, []string{"back"}, service.NetworksByPriority(), name)
	}
	for name, service := range project.Services {
		for _, port := range service.Ports {
			require.Equal(t, "127.0.0.1", port.HostIP, "%s publishes %s beyond this machine", name, port.Published)
		}
	}
}

func TestTheConsoleIsOffUnlessAsked(t *testing.T) {
	t.Parallel()
	for name, service := range loaded(t).Services {
		if name == "temporal-ui" {
			require.Equal(t, []string{"console"}, service.Profiles)
			require.Equal(t, "true", *service.Environment["TEMPORAL_DISABLE_WRITE_ACTIONS"])
			continue
		}
		require.Empty(t, service.Profiles, "%s would not start by itself", name)
	}
}

func TestBothHalvesGetTheirAddressesAndTheKey(t *testing.T) {
	t.Parallel()
	project := loaded(t)
	for _, name := range []string{"serve", "worker"} {
		service := project.Services[name]
		require.Equal(t, types.ShellCommand{name}, service.Command)
		require.Equal(t, "postgres://gyeol_app:secret-of-gyeol@postgres:5432/gyeol?sslmode=disable", *service.Environment["GYEOL_DATABASE_URL"])
		require.Equal(t, "temporal:7233", *service.Environment["GYEOL_TEMPORAL_ADDRESS"])
		for _, variable := range []string{"GYEOL_SMTP_URL", "GYEOL_PAYLOAD_KEY", "GYEOL_BASE_URL", "GYEOL_MAIL_FROM"} {
			require.Equal(t, operator[variable], *service.Environment[variable], "%s: %s", name, variable)
		}
	}
}

// TestWhatServesDoesNotOwnTheSchema: only migrate knows the password of the owner, and the stop of a worker leaves time
// for a letter under way.
func TestWhatServesDoesNotOwnTheSchema(t *testing.T) {
	t.Parallel()
	project := loaded(t)
	require.Equal(t, "postgres://gyeol_owner:secret-of-the-owner@postgres:5432/gyeol?sslmode=disable",
		*project.Services["migrate"].Environment["GYEOL_DATABASE_URL"])
	for name, service := range project.Services {
		if name == "migrate" || name == "postgres" {
			continue
		}
		for variable, value := range service.Environment {
			require.False(t, value != nil && strings.Contains(*value, "secret-of-the-owner"), "%s has the owner's password in %s", name, variable)
		}
	}
	grace := project.Services["worker"].StopGracePeriod
	require.NotNil(t, grace)
	require.Greater(t, time.Duration(*grace), activities.StopWithin)
}

// TestVersionsFollowTheModule keeps the images beside go.mod: the same Go, and
// a Temporal of the minor version that the one-process shape embeds.
func TestVersionsFollowTheModule(t *testing.T) {
	t.Parallel()
	mod := read(t, "go.mod")
	require.Contains(t, baseImages(t)[0], "golang:"+first(t, mod, `(?m)^go (\S+)$`)+"-")
	minor := first(t, mod, `go\.temporal\.io/server v(\d+\.\d+)\.`)
	project := loaded(t)
	for _, name := range []string{"temporal", "temporal-schema", "temporal-namespace"} {
		_, tag, _ := strings.Cut(project.Services[name].Image, ":")
		require.True(t, strings.HasPrefix(tag, minor+"."), "%s is %s, go.mod embeds %s", name, tag, minor)
	}
}

func TestTheImageIsSmallInRights(t *testing.T) {
	t.Parallel()
	text := read(t, "Dockerfile")
	require.Regexp(t, `(?m)^USER [1-9]\d*:[1-9]\d*$`, text, "the image runs as root")
	require.Contains(t, text, "-tags noembed,timetzdata", "the image carries a Temporal server, or no Asia/Seoul")
	require.Contains(t, text, "CGO_ENABLED=0", "the binary would look for a C library that the image lacks")
}

// baseImages are the images the Dockerfile builds on.
func baseImages(t *testing.T) []string {
	t.Helper()
	var images []string
	for _, m := range regexp.MustCompile(`(?m)^FROM (\S+)`).FindAllStringSubmatch(read(t, "Dockerfile"), -1) {
		images = append(images, m[1])
	}
	require.Len(t, images, 2)
	return images
}

// first is what the pattern's group finds first.
func first(t *testing.T, text, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	require.NotNil(t, m, pattern)
	return m[1]
}

// read is a file of the project.
func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	require.NoError(t, err)
	return string(text)
}

// rolesOfCompose is the SQL that the compose file runs in a new cluster, by database, with passwords put in.
func rolesOfCompose(t *testing.T) map[string][]string {
	t.Helper()
	_, script, ok := strings.Cut(loaded(t).Configs["databases"].Content, "<<'SQL'\n")
	require.True(t, ok)
	script, _, ok = strings.Cut(script, "\nSQL")
	require.True(t, ok)
	for _, name := range []string{"app", "owner", "temporal"} {
		script = strings.ReplaceAll(script, ":'"+name+"'", "'secret'")
	}
	before, after, ok := strings.Cut(script, "\\connect gyeol\n")
	require.True(t, ok)
	return map[string][]string{
		"postgres":        strings.Split(strings.TrimSuffix(strings.TrimSpace(before), ";"), ";\n"),
		postgres.Database: strings.Split(strings.TrimSuffix(strings.TrimSpace(after), ";"), ";\n"),
	}
}

// TestTheRolesOfTheComposeFile runs its script for a new cluster on a real one, migrates as its owner and looks at what
// the role that serves may do. (The embedded cluster has roles of the same names: they go first.)
func TestTheRolesOfTheComposeFile(t *testing.T) {
	t.Parallel()
	cluster := newCluster(t)
	exec := func(role, db, sql string) error {
		conn, err := pgx.Connect(t.Context(), cluster.ConnString(role, db))
		if err != nil {
			return err
		}
		_, err = conn.Exec(t.Context(), sql)
		return errors.Join(err, conn.Close(t.Context()))
	}
	require.NoError(t, cluster.DropDatabase(t.Context(), postgres.Database))
	for _, role := range []string{
		postgres.RoleApp, postgres.RoleRead, postgres.RoleAudit, postgres.RoleOwner, postgres.RoleTemporal,
	} {
		require.NoError(t, exec(postgres.RoleAdmin, "postgres", "drop role "+role))
	}
	for _, db := range []string{"postgres", postgres.Database} {
		for _, sql := range rolesOfCompose(t)[db] {
			require.NoError(t, exec(postgres.RoleAdmin, db, sql), sql)
		}
	}
	require.NoError(t, store.Migrate(t.Context(), cluster.ConnString(postgres.RoleOwner, postgres.Database), nil))
	app := func(sql string) error { return exec(postgres.RoleApp, postgres.Database, sql) }
	for _, sql := range []string{
		"select version from schema_version", "create temporary table load (n int)",
		"insert into unit (id, kind, name, valid_from) values ('u', 'division', 'u', '2025-01-01')", "update unit set name = 'v'",
		"insert into installation (kind) values ('real')",
		"insert into wake (process_id, cause) select id, 'x' from process",
	} {
		require.NoError(t, app(sql), sql)
	}
	for _, sql := range []string{
		"update schema_version set version = 1", "delete from unit", "update installation set kind = 'rehearsal'", "truncate act", "delete from act",
		"drop table act", "alter table act disable trigger all", "create table x (n int)",
	} {
		require.Error(t, app(sql), sql)
	}
	require.Error(t, exec("temporal", postgres.Database, "select 1"), "Temporal has no business in the record")
	require.Error(t, exec(postgres.RoleApp, "temporal", "select 1"))
}

// newCluster is a private PostgreSQL for one test.
func newCluster(t *testing.T) *postgres.Server {
	t.Helper()
	dir := t.TempDir()
	for _, open := range []string{filepath.Dir(dir), dir} {
		require.NoError(t, os.Chmod(open, 0o711))
	}
	s, err := postgres.Start(t.Context(), postgres.Config{
		Dir: filepath.Join(dir, "pg"), Logger: slog.New(slog.DiscardHandler), Settings: map[string]string{"fsync": "off"},
	})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 20*time.Second)
		defer cancel()
		require.NoError(t, s.Stop(ctx))
	})
	return s
}

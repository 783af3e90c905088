package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sys/unix"

	"gyeol/internal/config"
	"gyeol/internal/embedded/postgres"
	"gyeol/internal/intake"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

func runningFile(dir string) string { return filepath.Join(dir, "running") }
func tokensFile(dir string) string  { return filepath.Join(dir, "tokens.json") }

// lockFile is what a gyeol with a cluster of its own holds for as long as it runs, and the kernel lets go of for it.
func lockFile(dir string) string { return filepath.Join(dir, "postgres", "lock") }

// sinkFolder is where our mail sink keeps what it accepted; empty where mail goes to a server that is not ours.
func sinkFolder(cfg config.Config, dir string) string {
	if cfg.SMTPURL != "" {
		return ""
	}
	return filepath.Join(dir, "mail")
}

func runningText(database, url string) string { return url + "\n" + database }

// running reads where a gyeol that uses the folder listens; empty where none runs. One that was killed leaves its note
// behind, but not its hold on the cluster.
func running(dir string) (url, database string) {
	b, err := os.ReadFile(runningFile(dir))
	if err != nil || !held(dir) {
		return "", ""
	}
	url, database, _ = strings.Cut(strings.TrimSpace(string(b)), "\n")
	return url, database
}

// held reports whether somebody holds the cluster of a folder; without one of its own a note is all there is to go by.
func held(dir string) bool {
	lock, err := os.OpenFile(lockFile(dir), os.O_RDONLY|unix.O_NOFOLLOW, 0)
	if err != nil {
		return errors.Is(err, os.ErrNotExist)
	}
	defer lock.Close()
	return errors.Is(unix.Flock(int(lock.Fd()), unix.LOCK_SH|unix.LOCK_NB), unix.EWOULDBLOCK)
}

// withRecord opens the record of an installation: the address we were given, the one that runs on the folder, or the
// folder's own cluster, started for this command and stopped again.
func (g *Globals) withRecord(ctx context.Context, data string, do func(*pgxpool.Pool, string) error) error {
	return g.recordAs(ctx, postgres.RoleApp, data, do)
}

// readRecord opens it for reading alone, as a role that may write nothing. An address that we were given says its own.
func (g *Globals) readRecord(ctx context.Context, data string, do func(*pgxpool.Pool, string) error) error {
	return g.recordAs(ctx, postgres.RoleRead, data, do)
}

func (g *Globals) recordAs(ctx context.Context, role, data string, do func(*pgxpool.Pool, string) error) error {
	data, err := g.place(data)
	if err != nil {
		return err
	}
	cfg, err := config.FromEnv(os.LookupEnv)
	if err != nil {
		return err
	}
	if cfg.DatabaseURL != "" {
		return withPool(ctx, cfg.DatabaseURL, func(p *pgxpool.Pool) error { return do(p, "") })
	}
	dir, err := installed(data)
	if err != nil {
		return err
	}
	mailDir := sinkFolder(cfg, dir)
	if _, database := running(dir); database != "" {
		err := withPool(ctx, postgres.As(database, role), func(p *pgxpool.Pool) error { return do(p, mailDir) })
		if !errors.Is(err, errNoPool) {
			return err
		}
	}
	return withOwnRecord(ctx, dir, role, func(p *pgxpool.Pool) error { return do(p, mailDir) })
}

// installed is the folder of an installation that is there; a mistyped one is named, and nothing is made in it.
func installed(data string) (string, error) {
	dir, notice, err := placeOf(data)
	if err != nil {
		return "", err
	}
	if notice != "" {
		fmt.Fprintln(os.Stderr, notice)
	}
	if _, err := os.Stat(filepath.Join(dir, "postgres")); err != nil {
		return "", fmt.Errorf("%s 폴더에는 결이 설치되어 있지 않습니다. --data를 확인하거나 먼저 gyeol up을 실행하십시오 "+
			"(there is no gyeol in that folder): %w", dir, err)
	}
	return dir, nil
}

// withOwnRecord starts the cluster of a folder that nobody uses, and stops it afterwards.
func withOwnRecord(ctx context.Context, dir, role string, do func(*pgxpool.Pool) error) (err error) {
	cfg, err := config.FromEnv(os.LookupEnv)
	if err != nil {
		return err
	}
	pg, err := postgres.Start(ctx, postgres.Config{Dir: filepath.Join(dir, "postgres"), BinDir: cfg.PostgresBin, Logger: newLogger()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pg.Stop(context.WithoutCancel(ctx))) }()
	if err := store.Migrate(ctx, pg.ConnString(postgres.RoleOwner, postgres.Database), nil); err != nil {
		return err
	}
	return withPool(ctx, pg.ConnString(role, postgres.Database), do)
}

var errNoPool = errors.New("the record cannot be reached")

func withPool(ctx context.Context, url string, do func(*pgxpool.Pool) error) error {
	pool, err := store.Open(ctx, url, store.Options{MaxConns: 8})
	if err != nil {
		return fmt.Errorf("%w: %w", errNoPool, err)
	}
	defer pool.Close()
	return do(pool)
}

// loadSeoul takes the pack that is built in into an empty installation. In any other the active pack stays in force;
// where the built-in files make another, it says so.
func loadSeoul(ctx context.Context, pool *pgxpool.Pool) error {
	p, faults := pack.Load(seoul.FS)
	if err := faults.Err(); err != nil {
		return err
	}
	s, err := intake.Stand(ctx, pool, p, operator("gyeol up"))
	if err == nil {
		warnDiffer(ctx, p, s)
	}
	return err
}

// comparePack says where the built-in files make another pack than the one in force.
func comparePack(ctx context.Context, pool *pgxpool.Pool) error {
	p, faults := pack.Load(seoul.FS)
	if err := faults.Err(); err != nil {
		return err
	}
	s, err := intake.Compare(ctx, pool, p)
	if err == nil && s.Active != "" {
		warnDiffer(ctx, p, s)
	}
	return err
}

func warnDiffer(ctx context.Context, p *pack.Pack, s intake.Standing) {
	if s.Differ() {
		newLogger().WarnContext(ctx, "the built-in pack differs from the active one, which stays in force; gyeol import activates it",
			"pack", p.Manifest.Pack, "built_in", s.Files[:12], "active", s.Active[:min(12, len(s.Active))])
	}
}

// rehearsalTokens gives every person of a rehearsal a token, kept in the data folder, so that anybody can be played.
func rehearsalTokens(ctx context.Context, pool *pgxpool.Pool, dir string) (map[string]string, error) {
	tokens, err := readTokens(dir)
	if err != nil {
		return nil, err
	}
	people, err := db.New(pool).PersonSlugs(ctx)
	if err != nil {
		return nil, store.Interpret(err)
	}
	made := false
	for _, slug := range people {
		if tokens[slug] != "" {
			continue
		}
		var scopes []string
		if strings.HasPrefix(slug, "system-operation.") {
			scopes = []string{"operator"}
		}
		secret, _, err := intake.IssueToken(ctx, pool, intake.TokenGrant{Person: slug, Name: "rehearsal", Scopes: scopes})
		if err != nil {
			return nil, err
		}
		tokens[slug], made = secret, true
	}
	if !made {
		return tokens, nil
	}
	raw, err := json.MarshalIndent(tokens, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write tokens: %w", err)
	}
	return tokens, writeSecret(tokensFile(dir), string(raw))
}

func readTokens(dir string) (map[string]string, error) {
	tokens := map[string]string{}
	b, err := os.ReadFile(tokensFile(dir))
	if errors.Is(err, os.ErrNotExist) {
		return tokens, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read tokens: %w", err)
	}
	if err := json.Unmarshal(b, &tokens); err != nil {
		return nil, fmt.Errorf("read tokens: %w", err)
	}
	return tokens, nil
}

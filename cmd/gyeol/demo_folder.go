package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sys/unix"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/embedded/postgres"
)

// demoMark is the file by which a folder is known as a demo's. A demo writes it into a folder that holds nothing yet,
// before anything else; a folder without it is never removed, whatever is in it.
const demoMark = "demo.mark"

// demoParts is what a demo leaves in its folder, and all that is removed of it. The mark goes last, so that a removal
// that was cut off can be begun again.
var demoParts = []string{"postgres", "mail", "tokens.json", "payload.key", "running", "walk.json", demoMark}

// markDemo makes a folder that holds no installation a demo's. One that holds one stays what it is.
func markDemo(dir string) error {
	if exists(filepath.Join(dir, "postgres")) || exists(filepath.Join(dir, demoMark)) {
		return nil
	}
	return writeSecret(filepath.Join(dir, demoMark), "gyeol demo --fresh removes what is in this folder")
}

// removeDemo removes what an earlier demo left in the folder. It refuses where no demo has founded the folder, where
// somebody has made a real installation of it since, and where another gyeol uses it.
func removeDemo(ctx context.Context, dir string) error {
	if !holdsAny(dir) {
		return nil
	}
	if !exists(filepath.Join(dir, demoMark)) {
		return fmt.Errorf("%s 폴더는 gyeol demo가 만든 것이 아니어서 지우지 않았습니다. --data로 다른 폴더를 주십시오 "+
			"(this folder was not made by a demo; nothing was removed)", dir)
	}
	if err := notReal(ctx, dir); err != nil {
		return err
	}
	release, err := holdFolder(dir)
	if err != nil {
		return err
	}
	defer release()
	for _, part := range demoParts {
		if err := os.RemoveAll(filepath.Join(dir, part)); err != nil {
			return fmt.Errorf("begin anew: %w", err)
		}
	}
	return nil
}

// notReal fails where a real installation has been made in a folder that a demo marked and then left empty. What has
// tokens is a rehearsal, and stays one; without them the record itself is asked.
func notReal(ctx context.Context, dir string) error {
	if exists(tokensFile(dir)) || !exists(filepath.Join(dir, "postgres", "data")) {
		return nil
	}
	return withOwnRecord(ctx, dir, postgres.RoleApp, func(pool *pgxpool.Pool) error {
		kind, err := cases.InstallationKind(ctx, pool)
		if errors.Is(err, gov.ErrNotFound) || (err == nil && kind == cases.KindRehearsal) {
			return nil
		}
		if err != nil {
			return err
		}
		return fmt.Errorf("%s 폴더에는 실제 업무용 설치가 있어 지우지 않았습니다. --data로 다른 폴더를 주십시오 "+
			"(a real installation is in this folder; nothing was removed)", dir)
	})
}

// holdFolder takes the folder as a running gyeol does, so that none can start while it is removed.
func holdFolder(dir string) (release func(), err error) {
	lock, err := os.OpenFile(lockFile(dir), os.O_RDWR|unix.O_NOFOLLOW, 0)
	if errors.Is(err, os.ErrNotExist) {
		return func() {}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("hold the data folder: %w", err)
	}
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		if errors.Is(err, unix.EWOULDBLOCK) {
			err = postgres.ErrInUse
		}
		return nil, errors.Join(fmt.Errorf("%s 폴더를 다른 gyeol이 쓰고 있어 지우지 않았습니다. 먼저 끝내십시오 (nothing was removed: %w)",
			dir, err), lock.Close())
	}
	return func() { _ = lock.Close() }, nil // the hold ends with the file, whatever closing says
}

func holdsAny(dir string) bool {
	for _, part := range demoParts {
		if part != demoMark && exists(filepath.Join(dir, part)) {
			return true
		}
	}
	return false
}

// exists reports whether something is at the path; what cannot be looked at counts as there.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, os.ErrNotExist)
}

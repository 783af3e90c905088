package returns

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maildir is a folder into which a mail server puts one file per mail, under new; what was read is moved to cur.
type maildir string

// Kind is maildir.
func (maildir) Kind() string { return "maildir" }

// Look gives every file under new.
func (m maildir) Look(ctx context.Context, take Taker) error {
	entries, err := os.ReadDir(filepath.Join(string(m), "new")) // sorted by name, which begins with the time
	if err != nil {
		return fmt.Errorf("read the Maildir of bounces: %w", err)
	}
	left := atATime
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !entry.Type().IsRegular() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		if left--; left < 0 {
			return nil
		}
		if err := m.give(ctx, entry.Name(), take); err != nil {
			return err
		}
	}
	return nil
}

func (m maildir) give(ctx context.Context, name string, take Taker) error {
	path := filepath.Join(string(m), "new", name)
	raw, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) { // another reader was faster
		return nil
	}
	if err != nil {
		return fmt.Errorf("read a mail: %w", err)
	}
	if err := take(ctx, raw); err != nil {
		return err
	}
	cur := filepath.Join(string(m), "cur")
	if err := os.MkdirAll(cur, 0o700); err != nil {
		return fmt.Errorf("put a mail away: %w", err)
	}
	err = os.Rename(path, filepath.Join(cur, name+":2,S"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("put a mail away: %w", err)
	}
	return nil
}

func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, Most))
}

package smtp

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ReadFolder lists the messages kept in a folder, the oldest first. No server
// needs to run; a folder that is not there holds no messages.
func ReadFolder(ctx context.Context, dir string) ([]Message, error) {
	entries, err := os.ReadDir(dir) // sorted by name, which is by time
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read mail folder: %w", err)
	}
	var out []Message
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("read mail folder: %w", err)
		}
		if filepath.Ext(entry.Name()) != extension {
			continue
		}
		m, err := readMessage(filepath.Join(dir, entry.Name()))
		if errors.Is(err, fs.ErrNotExist) { // removed since
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

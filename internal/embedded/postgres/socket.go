package postgres

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// longestSocket is the longest path a unix socket can have, in bytes.
const longestSocket = 107

// listMarks have a meaning of their own where PostgreSQL and its clients take a list of folders.
const listMarks = `,"`

// socketFolder makes the 0700 folder of the socket; temporary says that it
// lies outside dir and should be removed at the end.
func socketFolder(dir string, who account) (path string, temporary bool, err error) {
	path = filepath.Join(dir, "socket")
	if len(socketFile(path)) > longestSocket || strings.ContainsAny(path, listMarks) {
		sum := sha256.Sum256([]byte(dir))
		path, temporary = filepath.Join(os.TempDir(), "gyeol-"+hex.EncodeToString(sum[:8])), true
		if err := who.reaches(path); err != nil {
			return "", false, fmt.Errorf("folder for the socket: %w", err)
		}
	}
	if err := who.ownedFolder(path); err != nil {
		return "", false, fmt.Errorf("make folder for the socket: %w", err)
	}
	return path, temporary, nil
}

func socketFile(folder string) string {
	return fmt.Sprintf("%s/.s.PGSQL.%d", folder, port)
}

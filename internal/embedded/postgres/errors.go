package postgres

import (
	"errors"
	"fmt"
)

var (
	// ErrUnreachable means that the account PostgreSQL runs under cannot enter
	// a parent of the folder; choose another folder or open that parent.
	ErrUnreachable = errors.New("folder cannot be reached by the account that runs PostgreSQL")
	// ErrInUse means that another gyeol process uses the folder.
	ErrInUse = errors.New("another gyeol process is using this folder")
	// ErrNoBinaries means that no initdb and postgres of version 15 or later were found.
	ErrNoBinaries = errors.New("PostgreSQL's initdb and postgres (15 or later) were not found")
	// ErrNoHangul means that the cluster's locale makes no trigrams of Hangul,
	// so that search in Korean would find nothing.
	ErrNoHangul = errors.New("this cluster's locale makes no trigrams of Hangul")
)

// VersionError means that the cluster was made by another major version than
// the programs found; nothing was touched.
type VersionError struct {
	// Dir is the cluster's folder, BinDir the programs' folder.
	Dir, BinDir string
	// Cluster and Binaries are major versions.
	Cluster, Binaries int
}

// Error is one sentence that names both versions and the way out.
func (e *VersionError) Error() string {
	return fmt.Sprintf("the cluster in %s was made by PostgreSQL %d but the programs in %s are PostgreSQL %d: "+
		"set GYEOL_PG_BIN to the bin folder of PostgreSQL %d, or move the data with pg_upgrade; nothing was touched",
		e.Dir, e.Cluster, e.BinDir, e.Binaries, e.Cluster)
}

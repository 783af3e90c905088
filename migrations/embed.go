// Package migrations embeds the numbered SQL of the schema. Each file goes up above its marker and down below it, and
// begins by saying why it is there; internal/store runs them under an advisory lock.
package migrations

import "embed"

// FS holds the migration files, numbered without gaps.
//
//go:embed *.sql
var FS embed.FS

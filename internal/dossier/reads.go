package dossier

import (
	"context"
	"embed"
	"errors"

	"github.com/jackc/pgx/v5"

	"gyeol/internal/store"
)

// readFiles hold the statements, one a file.
//
//go:embed reads/*.sql
var readFiles embed.FS

var errNoStatement = errors.New("there is no such statement")

// read gives a statement of reads, named without its ending.
func read(name string) (string, error) {
	raw, err := readFiles.ReadFile("reads/" + name + ".sql")
	if err != nil {
		return "", errors.Join(errNoStatement, err)
	}
	return string(raw), nil
}

// one reads the one row of a statement.
func (b *building) one(ctx context.Context, name string, args []any, into ...any) error {
	sql, err := read(name)
	if err != nil {
		return err
	}
	return store.Interpret(b.tx.QueryRow(ctx, sql, args...).Scan(into...))
}

// each streams the rows of a statement.
func (b *building) each(ctx context.Context, name string, args []any, row func(pgx.Rows) error) error {
	sql, err := read(name)
	if err != nil {
		return err
	}
	rows, err := b.tx.Query(ctx, sql, args...)
	if err != nil {
		return store.Interpret(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return store.Interpret(rows.Err())
}

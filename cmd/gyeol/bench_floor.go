package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/api"
	"gyeol/internal/store"
)

// The floor of an approval: what any program of this shape must do for a request that writes. It is an operation on the
// product's own API object, so that it passes the same doors and the same sign-in, and it writes through the
// product's own pool and settings: one row updated and one inserted, sent together, in one transaction.
const (
	floorTables = `
		create table if not exists bench_floor (id integer primary key, n bigint not null default 0);
		create table if not exists bench_floor_log (id bigint generated always as identity primary key,
		    floor_id integer not null, n integer not null, at timestamptz not null default now());
		insert into bench_floor (id) select generate_series(1, $FLOORS) on conflict do nothing;
		grant select, insert, update on bench_floor, bench_floor_log to gyeol_app;`
	floorUpdate = "update bench_floor set n = n + 1 where id = $1"
	floorInsert = "insert into bench_floor_log (floor_id, n) values ($1, 1)"
	floorPath   = "/bench/floor/"
)

type floorRow struct {
	Row int `path:"row" minimum:"1"`
}

func registerFloor(a huma.API, pool *pgxpool.Pool) {
	huma.Register(a, huma.Operation{
		OperationID: "bench-floor", Method: http.MethodPost, Path: api.Prefix + floorPath + "{row}", Summary: "The floor",
		Tags: []string{"Bench"}, Security: []map[string][]string{{"token": {}}}, DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *floorRow) (*struct{}, error) {
		return nil, store.Interpret(pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			var b pgx.Batch
			b.Queue(floorUpdate, in.Row)
			b.Queue(floorInsert, in.Row)
			return tx.SendBatch(ctx, &b).Close()
		}))
	})
}

// askFloor is one request to the floor, over the same HTTP client as the acts.
func (b *bench) askFloor(ctx context.Context, token string, row int) error {
	url := fmt.Sprintf("%s%s%s%d", b.in.url, api.Prefix, floorPath, row)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, http.NoBody)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := b.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusNoContent {
		return fmt.Errorf("the floor answered %s", res.Status)
	}
	return nil
}

package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Options are the settings of a pool. The zero value is what the product uses.
type Options struct {
	MaxConns         int32           // default 40
	LockTimeout      time.Duration   // how long an act waits for a row, default 2 s
	StatementTimeout time.Duration   // how long one statement may run, default 4 s
	Tracer           pgx.QueryTracer // hears of every statement, as Tallies does; default none
}

func (o Options) orDefaults() Options {
	if o.MaxConns == 0 {
		o.MaxConns = 40
	}
	if o.LockTimeout == 0 {
		o.LockTimeout = 2 * time.Second
	}
	if o.StatementTimeout == 0 {
		o.StatementTimeout = 4 * time.Second
	}
	return o
}

// Open connects a pool with the product's settings (design §6, Locks) and proves that the database answers.
func Open(ctx context.Context, url string, o Options) (*pgxpool.Pool, error) {
	o = o.orDefaults()
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read database address: %w", err)
	}
	cfg.MaxConns = o.MaxConns
	cfg.MaxConnIdleTime = 5 * time.Minute
	params := cfg.ConnConfig.RuntimeParams
	params["application_name"] = "gyeol"
	params["timezone"] = "UTC"
	params["lock_timeout"] = fmt.Sprint(o.LockTimeout.Milliseconds())
	params["statement_timeout"] = fmt.Sprint(o.StatementTimeout.Milliseconds())
	params["plan_cache_mode"] = "force_generic_plan"
	params["idle_in_transaction_session_timeout"] = "30000"
	cfg.AfterConnect = types
	cfg.ConnConfig.Tracer = o.Tracer
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("reach database: %w", err)
	}
	return pool, nil
}

// types makes pgx read instants in UTC, for which office day they fall on is decided in one place only, gov.DateIn; and
// carry ids as they are.
func types(_ context.Context, conn *pgx.Conn) error {
	ids(conn)
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}

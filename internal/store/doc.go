// Package store is the only door to PostgreSQL: the pool and its settings, migrations, transactions, and the one place
// where driver errors become codes of package gov. Queries are SQL in queries/, typed by sqlc in package db.
//
// A transaction reads first and writes last: reads go out one by one, writes are recorded and leave in one batch just
// before the commit, so that an act costs few round trips and one commit (design §2.2).
package store

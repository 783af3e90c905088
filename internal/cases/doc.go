// Package cases holds the use cases. Each act of a person or of gyeol itself is one transaction: lock the case,
// answer a known key with its recorded outcome, decide with package policies on the locked row, write act,
// projection, tasks, notices, audit entry and wake, commit, reply (design §2.2). Nothing here waits, and nothing here
// knows Temporal.
//
// act.go is the path every act takes; contribute.go that of every contribution; one file per kind of case holds what is
// particular to it. The locks are taken in one order everywhere: case rows by id, tasks by id, number series by key,
// stage counter, insert-only tables.
package cases

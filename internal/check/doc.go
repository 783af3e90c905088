// Package check reads the record as an auditor would and says what does not add up. It trusts nothing that the engine
// derived: states are folded from acts by the tables of policies, hashes and counts are worked out anew, dates are
// asked of the calendar, mail of the folder the sink keeps. What a query can refute stands in rules, what Go must look
// at is read by the statements of reads.
//
// It only reads: one REPEATABLE READ transaction over PostgreSQL, then the folder. Rows are streamed; what is kept in
// memory are the packs, one meeting at a time, and an entry per mail of a rehearsal's sink.
package check

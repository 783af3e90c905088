// Package intake brings in what an installation begins with and what changes it from outside: its foundation as real or
// rehearsal, a pack of rules and facts, the organisation as CSV, and tokens. Everything it does is one transaction with
// its audit entry, and everything but a token can be repeated: the second time nothing is written.
//
// A figure is stored as its source prints it. Where a source contradicts itself both figures are kept and reported; no
// value is bent and nothing is spread over rows.
package intake

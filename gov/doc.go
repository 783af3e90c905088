// Package gov holds the nouns of gyeol: identifiers, states, verbs, the records that cross package borders, and the
// error codes. It imports nothing of the project and decides nothing; rules live in package policies, acts in
// internal/cases. Names follow the code terms of docs/glossary.md, Korean stands where people read it.
package gov

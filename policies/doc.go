// Package policies decides. It holds the rules as types and pure functions: the machines of the case kinds, the
// approval line, the verdict on an act, quorum and majority, eligibility, checks of rows, and the dates of a cycle.
// It has no clock, no I/O and no Temporal; everything it needs is an argument, and every verdict names its reasons.
//
// Rules that differ from city to city are data: package pack reads them from YAML and Cedar into the types of this
// package. What is code here is what the law says everywhere.
package policies

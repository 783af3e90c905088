// Package papers writes what officials read and print: a compiled plan or report, a document with its approval line,
// the result of a meeting. The first form is HTML that a screen reader can follow (KWCAG 2.2): one language, one main
// heading, tables with captions and scoped headers, nothing that only colour says and nothing fetched from outside.
//
// A paper is a pure function of its struct: the same struct gives the same bytes. Numbers are printed as the office
// does: unknown is "-", zero is "0", below zero stands △ (domain §9).
package papers

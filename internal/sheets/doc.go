// Package sheets turns the rows of a submission into a file that a unit fills in, and a file that came back into
// values: XLSX and CSV, nothing but bytes and structs. What is written can be read back without a difference; what
// does not fit is told with sheet, cell and a Korean sentence, all of it at once, and nothing is ever guessed or
// rounded.
//
// Excelize writes. Reading is done by hand over archive/zip and encoding/xml: a file comes from outside, and a general
// reader makes room for every row and column that a single far cell claims, before anybody can look at it.
package sheets

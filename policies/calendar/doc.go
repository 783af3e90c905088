// Package calendar knows the office days of Korea: which days are holidays under the decree in force on that day,
// which days the offices work, and how statutory periods are counted. It has no clock and does no I/O; every answer is
// a function of its arguments, of the tables in this package and of the days an operator added.
//
// The tables carry the law, the article and the first date of each rule. A change of the law is a new line in
// decree.go with its date, never an edit of an old one: a question about 2024 must be answered by the law of 2024.
package calendar

// Package office is where officials work: their tasks, one task on one page, the year, documents and notices, as pages
// that are written on the server and do everything without a script. A page calls the same use cases as the API; it
// decides nothing itself.
package office

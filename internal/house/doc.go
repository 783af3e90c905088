// Package house holds the tests that keep the house in order: which room may
// import which (walls), and how large a file or a function may grow (budget).
//
// The walls stand twice. depguard reads the import lines of one file at a time
// and speaks while one types; the tests here read the whole graph that
// "go list -deps" reports, so they also see what comes in by the back door,
// through a third package, and they prove that depguard has a rule per room.
//
// A package that does not exist yet is simply absent from the graph: a wall is
// proven for every room that has been built.
package house

// Package testkit lends tests what the product runs on: a real PostgreSQL, empty or with Seoul in it, and an office in
// which posts act. One private cluster serves a test binary; each test gets a database of its own, cloned from a
// template, so that all tests can run in parallel and none sees another.
//
// The cluster starts with the first test that asks for it. It ends with the binary, whatever way that ends; a package
// that must leave nothing behind while it still runs says so in its TestMain:
//
//	func TestMain(m *testing.M) { testkit.Main(m) }
package testkit

// Package temporal runs a Temporal server inside this process, on a
// PostgreSQL that is reached through a unix socket.
//
// It keeps two databases, named by Databases. Each is made under another name
// and renamed when its schema is complete, so that a start that was killed
// leaves nothing half-made; a later server version updates them in place. They
// can be deleted while the server is stopped (DropDatabases): the next Start
// makes empty ones, and gyeol starts its workflows again from its own rows.
//
// Every service listens on a loopback port of its own and asks for a client
// certificate. The authority that signs these lives in memory only and is new
// at each start, so nobody but the holder of Server.ClientOptions can connect,
// or of the files that Server.WriteCredentials writes for another process.
// There is no HTTP port, no metrics port, no usage report.
//
// Only this package imports the Temporal server. The build tag noembed leaves
// it out, for a binary that works with an outside cluster; Start then answers
// with ErrNotBuilt.
package temporal

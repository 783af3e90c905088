// Package postgres runs a private PostgreSQL cluster beside gyeol, from the
// initdb and postgres programs found on the machine.
//
// Everything lives in one folder, Config.Dir:
//
//	lock          held (flock) by the gyeol process that uses the folder
//	data/         the cluster; made as data.new-XXXX and renamed when complete
//	socket/       the unix socket, mode 0700
//	postgres.log  the server's own log, moved to postgres.log.1 at a start when it is large
//
// There is no TCP listener. The socket's folder is the door: only the account
// that runs PostgreSQL, and root, can enter it, so roles need no password. A
// unix socket's path may be at most 107 bytes; when Dir is too deep for that,
// or has a comma or a quotation mark in its name, the socket's folder is
// <os.TempDir>/gyeol-<hash of Dir>, with the same mode and owner, and is
// removed again by Stop.
//
// One role per purpose: RoleOwner owns the schema and migrates it, RoleApp
// reads and writes rows, RoleTemporal owns Temporal's databases and may create
// and drop them. The last commits without waiting for the disk, because
// Temporal's databases can be made again from gyeol's own rows.
//
// PostgreSQL refuses to run as root. A root process starts it as the account
// "postgres", or "nobody" where there is none; every parent of Dir must then
// let that account through (see Reachable).
//
// When gyeol is killed, the kernel tells PostgreSQL to stop (Pdeathsig), and
// the next Start waits for that, or stops what is still alive in this data
// folder. The package runs on Linux only.
package postgres

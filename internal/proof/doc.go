// Package proof is the audit log as an outsider has it: leaves, the tree over them, signed checkpoints, and the file
// that is exported. It needs neither a server nor a database, and imports nothing of the project, so that what it
// proves can be read in one place (ADR 0021).
//
// A leaf is one line of text, a Record. Its hash is that of RFC 6962, SHA-256(0x00 ‖ line), and the tree over the
// leaves is that of RFC 6962 as well, as golang.org/x/mod/sumdb/tlog has it. A checkpoint is a signed note
// (golang.org/x/mod/sumdb/note) that names the size of the tree and its root. Verify reads an export line by line, in
// memory that does not grow with it, hashes each line before it reads what the line says, and names the first fault.
package proof

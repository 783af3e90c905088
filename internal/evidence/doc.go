// Package evidence is the evidence bundle as an outsider has it: one ZIP archive with the papers of a document or of a
// year, what was decided on them, and the entries of the audit log that prove it. It writes an archive from what it is
// given and checks one with public keys alone; it needs neither a server nor a database, and reads no files by name
// (docs/evidence-format.md, ADR 0023).
//
// The files of an archive come in the order of their names, so that it can be written and read in one pass:
// attachments, rules, cases, the checkpoint, the page for people, the manifest, and the seal. The manifest lists every
// file with its size and SHA-256. The seal is the proof that the audit log has an entry of this export with the hash of
// the manifest: whoever changes a letter of the archive would have to sign another log.
package evidence

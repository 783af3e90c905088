// Package dossier reads from the record what an evidence bundle holds, masks what its reader may not see, and writes
// the bundle: one snapshot, a case at a time, nothing kept but the list of files (docs/evidence-format.md, ADR 0023).
//
// An export is an entry of the audit log that names the hash of the manifest. The bundle ends with the proof of that
// entry, so that it cannot be changed without signing another log.
package dossier

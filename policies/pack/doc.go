// Package pack loads and compiles a pack: the rules and facts of one government, kept as files. Loading goes in one
// direction and stops at the first step that finds faults:
//
//	files → raw YAML against the published JSON Schema → strict typed decoding → compiled conditions and access rules
//	→ cross checks (every name that a rule mentions exists, the stages have no circle, no two rules overlap)
//
// A fault names file, line and rule and says in one sentence what is wrong, so that whoever writes the rules can mend
// them. A Pack is immutable and safe for concurrent use. It answers with rules, verdicts and reasons; it has no clock
// and no I/O after Load. Its Archive is kept for ever under its Hash and loads again with FromArchive.
package pack

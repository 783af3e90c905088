package evidence

import "fmt"

// Code names a fault for programs; it never changes its meaning.
type Code string

// What can be wrong with an archive.
const (
	FaultArchive    Code = "archive"    // it is no ZIP archive that can be read
	FaultPath       Code = "path"       // a name leads out of the folder, or could be read in two ways
	FaultKind       Code = "kind"       // no plain file: a link, a folder, something encrypted
	FaultDuplicate  Code = "duplicate"  // a name comes twice, or names are not in order
	FaultTooLarge   Code = "too_large"  // more than a reader takes, or octets that are used twice
	FaultManifest   Code = "manifest"   // the manifest is missing, cannot be read or is not canonical
	FaultMissing    Code = "missing"    // a file of the manifest is not there
	FaultUnlisted   Code = "unlisted"   // a file is not in the manifest
	FaultChanged    Code = "changed"    // a file does not have the size or the hash that the manifest says
	FaultSeal       Code = "seal"       // the log has no entry of an export with this manifest
	FaultWrongKey   Code = "wrong_key"  // the checkpoint is not signed by the key
	FaultCheckpoint Code = "checkpoint" // the checkpoint cannot be read, or is badly signed
	FaultRecord     Code = "record"     // a file of a case cannot be read or is not canonical
	FaultContent    Code = "content"    // a content does not have its hash
	FaultAct        Code = "act"        // acts have a gap, or do not follow each other
	FaultDecision   Code = "decision"   // a decision is not that of its act, or saw a content that is not there
	FaultLine       Code = "line"       // the line of a decided document is not complete
	FaultVote       Code = "vote"       // the ballots do not make the result
	FaultEntry      Code = "entry"      // an entry is not in the log of the checkpoint
	FaultBody       Code = "body"       // the body of an entry is not the one that was hashed
	FaultUnproven   Code = "unproven"   // an act or contribution has no entry
	FaultMismatch   Code = "mismatch"   // an act or contribution is not what its entry says
	FaultNotice     Code = "notice"     // a notice does not follow from an act, or left without a trace
	FaultAttachment Code = "attachment" // an attachment is missing or not the one that was attached
	FaultRules      Code = "rules"      // the rules of a case are missing or not those of their hash
)

// Fault is one thing that is wrong.
type Fault struct {
	Code Code   `json:"code"`
	File string `json:"file,omitempty"` // path in the archive
	Text string `json:"text"`           // Korean, then English in brackets
}

// String is the fault as a person reads it.
func (f Fault) String() string {
	if f.File == "" {
		return fmt.Sprintf("[%s] %s", f.Code, f.Text)
	}
	return fmt.Sprintf("[%s] %s: %s", f.Code, f.File, f.Text)
}

// mostFaults bounds what is kept of faults, so that a ruined archive cannot fill the memory.
const mostFaults = 50

// Report is what Verify found.
type Report struct {
	Subject       Subject    `json:"subject"`
	MadeAt        string     `json:"made_at"`
	Manifest      string     `json:"manifest"` // its SHA-256
	Full          bool       `json:"full"`
	Files         int        `json:"files"`
	Cases         int        `json:"cases"`
	Acts          int        `json:"acts"`
	Decisions     int        `json:"decisions"`
	Ballots       int        `json:"ballots"`
	Notices       int        `json:"notices"`
	Entries       int        `json:"entries"`
	BodiesGone    int        `json:"bodies_gone"`    // entries of which the hash alone is there
	ContentsGone  int        `json:"contents_gone"`  // decided contents of which the hash alone is there
	Leaves        int64      `json:"leaves"`         // of the checkpoint
	CheckpointDay string     `json:"checkpoint_day"` // office date
	Withheld      []Omission `json:"withheld"`
	Faults        []Fault    `json:"faults"`
	Omitted       int        `json:"omitted,omitempty"` // faults beyond those that are told
}

// OK reports whether nothing was found.
func (r *Report) OK() bool { return len(r.Faults) == 0 }

// find keeps a fault.
func (r *Report) find(code Code, file, says string, args ...any) {
	if len(r.Faults) == mostFaults {
		r.Omitted++
		return
	}
	r.Faults = append(r.Faults, Fault{Code: code, File: file, Text: fmt.Sprintf(says, args...)})
}

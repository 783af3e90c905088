package proof

import "fmt"

// FaultKind says what is wrong with an export.
type FaultKind string

// The kinds of faults. What can be told of each with the public key alone, and what needs an older checkpoint or export
// beside the file, is in docs/audit-format.md.
const (
	FaultChanged   FaultKind = "changed"     // an entry is not the one that was sealed
	FaultRemoved   FaultKind = "removed"     // an entry is missing
	FaultInserted  FaultKind = "inserted"    // there is one more than was sealed
	FaultReordered FaultKind = "reordered"   // an entry stands in another place
	FaultBody      FaultKind = "body"        // a body is not the one of its entry
	FaultTruncated FaultKind = "truncated"   // the file ends before its end
	FaultMalformed FaultKind = "malformed"   // a line is none of an export
	FaultSignature FaultKind = "signature"   // a checkpoint is not what was signed
	FaultKey       FaultKind = "wrong_key"   // no checkpoint is signed by the key
	FaultUnsigned  FaultKind = "unsigned"    // entries behind the last checkpoint of the key
	FaultForked    FaultKind = "forked"      // two signed checkpoints do not belong to one log
	FaultRolledBck FaultKind = "rolled_back" // older than a checkpoint that somebody holds

	FaultUnwitnessed FaultKind = "unwitnessed" // no checkpoint is signed by any of the witnesses asked for
)

// faultTexts say each kind in Korean and English.
var faultTexts = map[FaultKind]string{
	FaultChanged:   "기록이 봉인된 것과 다릅니다 (an entry was changed)",
	FaultRemoved:   "기록이 빠졌습니다 (an entry was removed)",
	FaultInserted:  "봉인되지 않은 기록이 끼어 있습니다 (an entry was inserted)",
	FaultReordered: "기록의 순서가 바뀌었습니다 (entries were reordered)",
	FaultBody:      "본문이 기록의 해시와 다릅니다 (a body is not that of its entry)",
	FaultTruncated: "파일이 중간에 끝났습니다 (the file is truncated)",
	FaultMalformed: "내보내기 형식이 아닌 줄이 있습니다 (a line is not of this format)",
	FaultSignature: "체크포인트의 서명이 맞지 않습니다 (the signature of a checkpoint is not good)",
	FaultKey:       "이 열쇠로 서명된 체크포인트가 없습니다 (no checkpoint is signed by this key)",
	FaultUnsigned:  "마지막 체크포인트 뒤의 기록은 서명되지 않았습니다 (entries behind the last checkpoint of this key are not signed)",
	FaultForked:    "서명된 체크포인트끼리 한 기록이 아닙니다 (the log was forked: two signed checkpoints do not agree)",
	FaultRolledBck: "갖고 계신 체크포인트보다 오래된 기록입니다 (the log was rolled back: a held checkpoint signs more)",

	FaultUnwitnessed: "증인이 서명한 체크포인트가 없습니다 (no checkpoint is signed by the witness)",
}

// Fault is the first thing that is wrong: from leaf From up to, not including, leaf To. One leaf where To is From+1.
type Fault struct {
	Kind FaultKind `json:"kind"`
	From int64     `json:"from"`
	To   int64     `json:"to"`
	Line int64     `json:"line,omitempty"` // of the file, from 1
	Text string    `json:"text"`
	More string    `json:"more,omitempty"` // what else is known: the entry, the checkpoint
}

// Report is what Verify found.
type Report struct {
	OK          bool   `json:"ok"`
	Fault       *Fault `json:"fault,omitempty"`
	Header      Header `json:"header"`
	Entries     int64  `json:"entries"`        // lines of leaves read
	Bodies      int64  `json:"bodies"`         // bodies compared with their entries
	BodiesGone  int64  `json:"bodies_gone"`    // entries without one
	Checkpoints int64  `json:"checkpoints"`    // those that a given key signed
	Unknown     int64  `json:"other_keys"`     // those that only other keys signed
	Held        int64  `json:"held"`           // checkpoints of the reader's own that were met
	Size        int64  `json:"size"`           // of the last checkpoint
	Root        string `json:"root,omitempty"` // its root
	Day         string `json:"day,omitempty"`  // its office date

	Witnessed     int64 `json:"witnessed"`      // checkpoints that one of the given witnesses signed
	WitnessedSize int64 `json:"witnessed_size"` // of the last of them

	// Last is the last checkpoint that a given key signed, as it stands in the file.
	Last []byte `json:"-"`
}

func fault(kind FaultKind, from, to int64) *Fault {
	return &Fault{Kind: kind, From: from, To: max(to, from+1), Text: faultTexts[kind]}
}

// String is the fault in one line.
func (f *Fault) String() string {
	where := fmt.Sprintf("잎 %d (leaf %d)", f.From, f.From)
	if f.To > f.From+1 {
		where = fmt.Sprintf("잎 %d–%d (leaves %d to %d)", f.From, f.To-1, f.From, f.To-1)
	}
	if f.More != "" {
		where += ", " + f.More
	}
	return fmt.Sprintf("%s: %s — %s", f.Kind, where, f.Text)
}

package gov

import (
	"fmt"
	"strconv"
	"strings"
)

// ETag names one state of a case: the number of its acts and the revision of its content. The revision changes with
// the content only; a date that was moved or a task that was handed over shows in the number of acts. So of two who saw
// the same ETag the second is told that he has not seen what the first did.
type ETag struct{ Seq, Revision int32 }

// String writes the tag as an HTTP entity tag, quotes included: "7.3".
func (e ETag) String() string { return fmt.Sprintf(`"%d.%d"`, e.Seq, e.Revision) }

// ParseETag reads what String wrote. Anything else is CodeInvalid; so is a weak tag (W/"7.3"), which promises too
// little for a decision.
func ParseETag(s string) (ETag, error) {
	text := strings.TrimSpace(s)
	seq, revision, ok := strings.Cut(strings.Trim(text, `"`), ".")
	n, errSeq := strconv.ParseUint(seq, 10, 31)
	m, errRevision := strconv.ParseUint(revision, 10, 31)
	e := ETag{Seq: int32(n), Revision: int32(m)}
	if !ok || errSeq != nil || errRevision != nil || e.String() != text {
		return ETag{}, errETag
	}
	return e, nil
}

var errETag = Refuse(CodeInvalid, "If-Match에는 ETag로 받은 값을 그대로 보내십시오.", "send as If-Match what came as ETag")

package mail

import (
	"time"

	"gyeol/gov"
)

// language is what a text needs that does not stand in its template.
type language struct {
	code   string // folder of its templates, and the lang of its pages
	mark   string // before every subject
	closed string // stands in place of a title that must not leave the house
	date   func(gov.Date) string
	kinds  map[gov.NoticeKind]string // names of notices; those it lacks have their Korean one
	more   string                    // behind a list that was cut short
	groups map[gov.NoticeKind]string // headings of a digest; the empty kind is all the rest
}

// korean is what everybody reads who has chosen nothing.
var korean = &language{
	code: "ko", mark: "[결] ", closed: "비공개 문서", more: " 외 %d개", date: gov.Date.Korean,
	groups: map[gov.NoticeKind]string{
		gov.NoticeOverdue: "기한이 지난 업무", gov.NoticeDueToday: "오늘까지인 업무", gov.NoticeDueSoon: "기한이 다가오는 업무",
		gov.NoticeReturned: "반려된 업무", gov.NoticeAssigned: "새 업무", gov.NoticeDeadlineMoved: "기한이 바뀐 업무",
		"": "그 밖의 알림",
	},
}

// english is for those who asked for it; what people wrote stays in the words in which it was written.
var english = &language{
	code: "en", mark: "[Gyeol] ", closed: "Closed document", more: " and %d more", date: englishDate,
	kinds: map[gov.NoticeKind]string{
		gov.NoticeAssigned: "new task", gov.NoticeReturned: "returned paper", gov.NoticeDueSoon: "due soon",
		gov.NoticeDueToday: "due today", gov.NoticeOverdue: "overdue", gov.NoticeCall: "call to a meeting",
		gov.NoticeDigest: "tasks of the day", gov.NoticeStopped: "stopped process", gov.NoticeInformed: "information",
		gov.NoticeBundle: "several notices", gov.NoticeDeadlineMoved: "moved deadline", gov.NoticeNotNotified: "not delivered",
		gov.NoticeMeetingMoved: "moved meeting", gov.NoticeMeetingCancelled: "cancelled meeting",
		gov.NoticeExtensionGranted: "extension granted", gov.NoticeExtensionRefused: "extension refused",
		gov.NoticeInvited: "invitation", gov.NoticeSignInCode: "code", gov.NoticeTokenExpires: "token that ends soon",
		gov.NoticeCheckpoint:   "audit checkpoint",
		gov.NoticePrivacyCheck: "check of what was read", gov.NoticeCopyWithdrawn: "withdrawn public copy",
	},
	groups: map[gov.NoticeKind]string{
		gov.NoticeOverdue: "Overdue", gov.NoticeDueToday: "Due today", gov.NoticeDueSoon: "Due soon",
		gov.NoticeReturned: "Returned", gov.NoticeAssigned: "New", gov.NoticeDeadlineMoved: "Deadline moved",
		"": "Other notices",
	},
}

// languages are those in which every kind has its text.
var languages = []*language{korean, english}

// languageOf is the language of a letter. One that is not spoken here is no reason to keep a letter back: it is Korean.
func languageOf(code string) *language {
	for _, l := range languages {
		if l.code == code {
			return l
		}
	}
	return korean
}

// englishDate writes a date with its weekday, as in "Fri, 30 May 2025"; "" for no date.
func englishDate(d gov.Date) string {
	if d.IsZero() {
		return ""
	}
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).Format("Mon, 2 Jan 2006")
}

// kind names a notice.
func (l *language) kind(k gov.NoticeKind) string {
	if name, ok := l.kinds[k]; ok {
		return name
	}
	return k.Korean()
}

package cases

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// NoticeDetail is a notice with all that is known of it.
type NoticeDetail struct {
	NoticeItem

	Cause     NoticeCause     `json:"cause" doc:"What made it be written"`
	CaseTitle string          `json:"case_title,omitempty" doc:"Title of its case; left out of a closed one"`
	Posts     []NoticePost    `json:"posts" nullable:"false" doc:"The posts that the recipient held on its office date"`
	MessageID string          `json:"message_id,omitempty" doc:"Message-ID of the mail, the same in every attempt"`
	BodyHash  string          `json:"body_hash,omitempty" doc:"SHA-256 of subject, text and HTML as they left, in hex"`
	Reply     string          `json:"reply,omitempty" doc:"What the server said last" example:"250 2.0.0 OK"`
	SentOn    gov.Date        `json:"sent_on,omitzero" doc:"Office date on which it left"`
	History   []NoticeAttempt `json:"history" nullable:"false" doc:"The attempts, the first one first"`
	ToldIn    gov.NoticeID    `json:"told_in,omitzero" doc:"The digest or bundle that told it"`
	Tells     []NoticeRef     `json:"tells" nullable:"false" doc:"Of a digest or bundle: the notices that it told"`
	Resent    *NoticeResent   `json:"resent,omitempty" doc:"Of a notice that a person sent again"`
	ResentAs  []gov.NoticeID  `json:"resent_as" nullable:"false" doc:"The notices that repeat this one"`
}

// NoticePost is a post of a recipient.
type NoticePost struct {
	ID    gov.PostID `json:"id" example:"gangnam-gu.officer"`
	Title string     `json:"title" example:"강남구 평생교육 담당"`
}

// NoticeAttempt is one offer of a notice to a mail server.
type NoticeAttempt struct {
	Ordinal int32  `json:"ordinal" doc:"Which claim it was, from 1"`
	At      string `json:"at" format:"date-time"`
	Reply   string `json:"reply" doc:"What the server said, or why it was not reached; begun: nobody knows"`
	Taken   bool   `json:"taken" doc:"The server has taken the mail"`
}

// NoticeRef names a notice.
type NoticeRef struct {
	ID   gov.NoticeID   `json:"id"`
	Kind gov.NoticeKind `json:"kind"`
}

// NoticeResent says who sent a notice again, and why.
type NoticeResent struct {
	By     string `json:"by" doc:"Slug"`
	Reason string `json:"reason"`
}

// Notice reads one notice: one's own, and any for coordinators, auditors and whoever answers for the process of its
// case.
func (s *Service) Notice(ctx context.Context, actor Actor, id gov.NoticeID) (NoticeDetail, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return NoticeDetail{}, err
	}
	n, err := r.q.ViewNotice(ctx, id)
	if err != nil {
		return NoticeDetail{}, store.Interpret(err)
	}
	if !r.v.mayRead(n) {
		return NoticeDetail{}, gov.ErrNotFound
	}
	d, err := r.noticeDetail(ctx, n)
	if err != nil {
		return d, err
	}
	return d, r.sawNotice(ctx, n, d)
}

// sawNotice keeps that the mail address of another was read in what a server said of his mail.
func (r reading) sawNotice(ctx context.Context, n db.ViewNoticeRow, d NoticeDetail) error {
	told := strings.Contains(d.Reply, "@") || strings.Contains(d.Why, "@") ||
		slices.ContainsFunc(d.History, func(a NoticeAttempt) bool { return strings.Contains(a.Reply, "@") })
	if n.PersonID == r.v.person || !told {
		return nil
	}
	return r.saw(ctx, sight{kind: ofPerson, whose: []pgtype.UUID{uid(n.PersonID)}, fields: []string{"address"}})
}

func (v viewer) mayRead(n db.ViewNoticeRow) bool {
	return n.PersonID == v.person || v.may(policies.ActReadNotices) || v.answersFor(n)
}

// answersFor reports whether the viewer holds the post that owns the process of the notice's case.
func (v viewer) answersFor(n db.ViewNoticeRow) bool {
	return n.Owner != "" && slices.Contains(v.posts, n.Owner)
}

func (r reading) noticeDetail(ctx context.Context, n db.ViewNoticeRow) (NoticeDetail, error) {
	item, err := noticeItem(db.ViewNoticesRow{
		ID: n.ID, Kind: n.Kind, Person: n.Person, Name: n.Name, CaseID: n.CaseID, TaskID: n.TaskID, OfficeDate: n.OfficeDate,
		SendOn: n.SendOn, State: n.State, StateReason: n.StateReason, Legal: n.Legal, Params: n.Params, CreatedAt: n.CreatedAt,
		SentAt: n.SentAt, Attempts: n.Attempts, Template: n.Template, ResentOf: n.ResentOf, Closed: n.Closed,
	})
	if err != nil {
		return NoticeDetail{}, err
	}
	d := NoticeDetail{
		NoticeItem: item, MessageID: n.MessageID, BodyHash: hex(n.BodyHash), Reply: n.SmtpReply, SentOn: n.SentOn,
		ToldIn: toldIn(n.StateReason),
	}
	if !n.Closed {
		d.CaseTitle = n.CaseTitle
	}
	if !n.ResentOf.IsZero() {
		d.Resent = &NoticeResent{By: n.ResentBy, Reason: n.ResendReason}
	}
	if d.Cause, err = r.cause(ctx, n); err != nil {
		return d, err
	}
	return d, r.noticeRows(ctx, n, &d)
}

// noticeRows adds what stands in rows of its own.
func (r reading) noticeRows(ctx context.Context, n db.ViewNoticeRow, d *NoticeDetail) error {
	posts, err := r.q.ViewPostsHeld(ctx, db.ViewPostsHeldParams{PersonID: n.PersonID, Day: n.OfficeDate})
	if err != nil {
		return store.Interpret(err)
	}
	d.Posts = make([]NoticePost, len(posts))
	for i, p := range posts {
		d.Posts[i] = NoticePost{ID: p.ID, Title: p.Title}
	}
	attempts, err := r.q.ViewAttempts(ctx, n.ID)
	if err != nil {
		return store.Interpret(err)
	}
	d.History = make([]NoticeAttempt, len(attempts))
	for i, a := range attempts {
		d.History[i] = NoticeAttempt{Ordinal: a.Ordinal, At: stampText(a.At), Reply: a.Reply, Taken: a.Ok}
	}
	told, err := r.q.ViewToldIn(ctx, db.ViewToldInParams{
		PersonID: n.PersonID, Told: []string{"digest " + n.ID.String(), "bundle " + n.ID.String()},
	})
	if err != nil {
		return store.Interpret(err)
	}
	d.Tells = make([]NoticeRef, len(told))
	for i, t := range told {
		d.Tells[i] = NoticeRef{ID: t.ID, Kind: t.Kind}
	}
	d.ResentAs, err = r.q.ViewResent(ctx, n.ID)
	return store.Interpret(err)
}

// toldIn is the digest or bundle named in the reason of a notice that was not sent by itself.
func toldIn(reason string) gov.NoticeID {
	word, id, _ := strings.Cut(reason, " ")
	if word != "digest" && word != "bundle" {
		return gov.NoticeID{}
	}
	parsed, err := gov.ParseID[struct{}](id)
	if err != nil {
		return gov.NoticeID{}
	}
	return gov.NoticeID(parsed)
}

package cases

import (
	"context"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

func init() {
	contributors[gov.CaseDocument] = map[gov.Verb]contributor{
		gov.VerbRead: readCirculated, gov.VerbArrive: recordArrival, gov.VerbReplies: recordReplies,
		gov.VerbFixCopy: fixCopy, gov.VerbReleaseCopy: releaseCopy, gov.VerbReclassify: reclassify,
	}
}

// circulateDocument lets posts read an approved document; who read it is recorded by his reading (행정업무의 운영 및
// 혁신에 관한 규정 제18조제4항).
func circulateDocument(ctx context.Context, ch *change) error {
	var body CirculateBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if len(body.Posts) == 0 || len(body.Posts) > circulatedMost {
		return invalid("posts", "공람할 직위를 1개 이상 200개 이하로 적으십시오.", "name 1 to 200 posts")
	}
	if err := ch.mayCirculate(ctx); err != nil {
		return err
	}
	ch.to, ch.only, ch.keep = ch.c.State, true, true
	known, err := ch.tx.Read.CirculatedTo(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	seen := map[gov.PostID]bool{}
	for _, p := range known {
		seen[p] = true
	}
	org, err := ch.org(ctx)
	if err != nil {
		return err
	}
	for _, p := range body.Posts {
		if _, ok := org.Post(p); !ok {
			return invalid("posts", "오늘 날짜의 직제에 없는 직위가 있습니다.", "a post is not in force today")
		}
		if seen[p] {
			continue
		}
		seen[p] = true
		if err := ch.tx.Write.InsertCirculation(ctx, db.InsertCirculationParams{
			CaseID: ch.c.ID, PostID: p, AskedOn: ch.now.today, AskedBy: ch.post,
		}); err != nil {
			return err
		}
		ch.plans = append(ch.plans, taskPlan{spec: policies.CirculatedTask, posts: []gov.PostID{p}, cell: string(p)})
	}
	return nil
}

// circulatedMost bounds one act.
const circulatedMost = 200

// mayCirculate lets the drafter's unit circulate what it drafted.
func (ch *change) mayCirculate(ctx context.Context) error {
	for _, post := range ch.actor.posts {
		unit, err := ch.tx.Read.UnitOfPost(ctx, post)
		if err != nil {
			return err
		}
		if unit == ch.c.UnitID {
			ch.post = post
			return nil
		}
	}
	return gov.Refuse(gov.CodeForbidden, "공람은 그 문서를 만든 부서에서만 정할 수 있습니다.", "only the unit of the document circulates it")
}

// readCirculated records that a circulated or reported document was read, and settles the reader's task.
func readCirculated(ctx context.Context, ch *change) (given, error) {
	if ch.task == nil || (ch.task.Kind != gov.TaskCirculated && ch.task.Kind != gov.TaskPostReport) {
		return given{item: "read"}, nil
	}
	at := ch.now.at
	return given{item: "read", done: true}, ch.tx.Write.MarkCirculationRead(ctx, db.MarkCirculationReadParams{
		CaseID: ch.c.ID, PostID: ch.post, ReadBy: ch.actor.Person, ReadOn: ch.now.today, ReadAt: &at,
	})
}

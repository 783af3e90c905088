package cases

import (
	"context"
	"slices"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// SetActingOrder says who acts for a post, and in which order, while nobody who holds it is at work (직무대리).
type SetActingOrder struct {
	Post     gov.PostID
	Deputies []gov.PostID // first to last; none: nobody acts from today on
	Reason   string
	Key      string // idempotency key
	Source   string // the network address of the caller, for the record of refusals
}

// actingMost bounds the order of one post.
const actingMost = 9

// SetActingOrder replaces the order from today on. It is for the head of the post's unit, those above and coordinators.
func (s *Service) SetActingOrder(ctx context.Context, actor Actor, o SetActingOrder) (ActingOrder, error) {
	asked := append([]string{string(o.Post)}, asTexts(o.Deputies)...)
	_, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindDelegation, subject: "acting_order", about: string(o.Post),
		operation: "set-acting-order", key: o.Key, reason: o.Reason, source: o.Source, asked: asked,
	}, func(ctx context.Context, on *arrangement) (string, error) { return on.setActingOrder(ctx, o) })
	if err != nil {
		return ActingOrder{}, err
	}
	list, err := s.ActingOrders(ctx, ActingFilter{Post: o.Post})
	if err != nil || len(list.Orders) == 0 {
		return ActingOrder{Post: o.Post, Deputies: []ActingPost{}}, err
	}
	return list.Orders[0], nil
}

func (on *arrangement) setActingOrder(ctx context.Context, o SetActingOrder) (string, error) {
	unit, err := on.tx.Read.UnitOfPost(ctx, o.Post)
	if err != nil {
		return "", err
	}
	if !on.leads(unit) {
		return "", notLed("직무대리 순서는 부서의 장이나 총괄 담당만 정할 수 있습니다.",
			"only the head of the unit or a coordinator may set the acting order")
	}
	if err := on.notForHimself(o.Post, o.Deputies...); err != nil {
		return "", err
	}
	if len(o.Deputies) > actingMost {
		return "", invalid("deputies", "직무대리는 9순위까지만 정할 수 있습니다.", "name nine deputies at most")
	}
	for i, d := range o.Deputies {
		if slices.Contains(o.Deputies[:i], d) {
			return "", invalid("deputies", "같은 직위를 두 번 적었습니다.", "a post is named twice")
		}
		if err := on.mayDeputise(ctx, o.Post, d, on.now.today); err != nil {
			return "", err
		}
	}
	w, today := on.tx.Write, on.now.today
	if err := w.DropActingOrder(ctx, db.DropActingOrderParams{PostID: o.Post, Day: today}); err != nil {
		return "", err
	}
	if err := w.EndActingOrder(ctx, db.EndActingOrderParams{PostID: o.Post, Day: today, LastDay: today.AddDays(-1)}); err != nil {
		return "", err
	}
	for i, d := range o.Deputies {
		if err := w.InsertActing(ctx, db.InsertActingParams{
			PostID: o.Post, Ordinal: int32(i) + 1, DeputyPost: d, ValidFrom: today,
		}); err != nil {
			return "", err
		}
	}
	on.facts["post"], on.facts["deputies"] = string(o.Post), asTexts(o.Deputies)
	return string(o.Post), nil
}

// ActingOrder is who acts for a post, first to last.
type ActingOrder struct {
	Post     gov.PostID   `json:"post" example:"lifelong-education-division.head"`
	Title    string       `json:"title" example:"평생교육과장"`
	Unit     gov.UnitID   `json:"unit" example:"lifelong-education-division"`
	Deputies []ActingPost `json:"deputies" nullable:"false" doc:"First to last"`
}

// ActingPost is one place in an acting order.
type ActingPost struct {
	Post  gov.PostID `json:"post" example:"lifelong-education-division.team-lead"`
	Title string     `json:"title" example:"평생교육지원팀장"`
	Since gov.Date   `json:"since"`
}

// ActingFilter narrows the list of acting orders.
type ActingFilter struct {
	Post  gov.PostID
	Unit  gov.UnitID
	After string // post
	Limit int    // 0: all
}

// ActingOrderPage is one page of acting orders, by post.
type ActingOrderPage struct {
	Orders []ActingOrder `json:"orders" nullable:"false"`
	Next   string        `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// ActingOrders lists the orders in force today; everybody may know who acts for whom.
func (s *Service) ActingOrders(ctx context.Context, f ActingFilter) (ActingOrderPage, error) {
	page := ActingOrderPage{Orders: []ActingOrder{}}
	today, err := s.Today(ctx)
	if err != nil {
		return page, err
	}
	rows, err := db.New(s.pool).ViewActingOrder(ctx, db.ViewActingOrderParams{
		Day: today, Post: string(f.Post), Unit: string(f.Unit), AfterPost: f.After,
	})
	if err != nil {
		return page, store.Interpret(err)
	}
	for _, r := range rows {
		n := len(page.Orders)
		if n == 0 || page.Orders[n-1].Post != r.PostID {
			if f.Limit > 0 && n == f.Limit {
				page.Next = string(page.Orders[n-1].Post)
				break
			}
			page.Orders = append(page.Orders, ActingOrder{Post: r.PostID, Title: r.Title, Unit: r.UnitID})
			n++
		}
		o := &page.Orders[n-1]
		o.Deputies = append(o.Deputies, ActingPost{Post: r.DeputyPost, Title: r.DeputyTitle, Since: r.ValidFrom})
	}
	return page, nil
}

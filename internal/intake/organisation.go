package intake

import (
	"github.com/google/uuid"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// people is the namespace in which a person's slug becomes his id: the same slug is the same person in every import.
var people = uuid.MustParse("6b1d1a6e-2f0c-5d0e-9a51-676d79656f6c")

func personID(slug string) gov.PersonID { return gov.PersonID(uuid.NewSHA1(people, []byte(slug))) }

// The rows of the organisation as the Put queries read them.
type (
	unitRow struct {
		ID        gov.UnitID   `json:"id"`
		Kind      gov.UnitKind `json:"kind"`
		Name      string       `json:"name"`
		ParentID  gov.UnitID   `json:"parent_id,omitempty"`
		Source    string       `json:"source"`
		ValidFrom gov.Date     `json:"valid_from"`
		ValidTo   gov.Date     `json:"valid_to"`
	}
	postRow struct {
		ID        gov.PostID `json:"id"`
		UnitID    gov.UnitID `json:"unit_id"`
		Title     string     `json:"title"`
		Rank      gov.Rank   `json:"rank"`
		Ordinal   int        `json:"ordinal"`
		ValidFrom gov.Date   `json:"valid_from"`
		ValidTo   gov.Date   `json:"valid_to"`
	}
	personRow struct {
		ID      gov.PersonID `json:"id"`
		Slug    string       `json:"slug"`
		Name    string       `json:"name"`
		Email   string       `json:"email"`
		Outside bool         `json:"outside"`
	}
	holdingRow struct {
		Slug      string     `json:"slug"`
		PostID    gov.PostID `json:"post_id"`
		ValidFrom gov.Date   `json:"valid_from"`
		ValidTo   gov.Date   `json:"valid_to"`
	}
	bodyRow struct {
		ID   gov.BodyID `json:"id"`
		Name string     `json:"name"`
		Kind string     `json:"kind"`
	}
	seatRow struct {
		BodyID    gov.BodyID `json:"body_id"`
		Member    string     `json:"member"`
		PostID    gov.PostID `json:"post_id"`
		Role      string     `json:"role"`
		Ordinal   int        `json:"ordinal"`
		ValidFrom gov.Date   `json:"valid_from"`
		ValidTo   gov.Date   `json:"valid_to"`
	}
)

// steps are the tables in the order in which they refer to each other.
func steps(q *db.Queries, p *pack.Pack) []step {
	out := []step{
		of("units", each(p.Org.Units, unitOf), q.AddUnits),
		of("posts", each(p.Org.Posts, postOf), q.AddPosts),
		of("people", each(p.Org.People, personOf), q.AddPeople),
		of("holdings", each(p.Org.People, holdingOf), q.AddHoldings),
		of("bodies", bodies(p), q.PutBodies),
		of("seats", seats(p), q.PutSeats),
	}
	out = append(out, planSteps(q, p)...)
	out = append(out, resultSteps(q, p)...)
	return append(out, of("inconsistencies", inconsistencies(p), q.PutInconsistencies))
}

func each[T, R any](list []T, f func(T) R) []R {
	out := make([]R, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}

func unitOf(u policies.Unit) unitRow {
	return unitRow{
		ID: u.ID, Kind: u.Kind, Name: u.Name, ParentID: u.Parent, Source: u.Source,
		ValidFrom: u.ValidFrom, ValidTo: u.ValidTo,
	}
}

func postOf(p policies.Post) postRow {
	return postRow{
		ID: p.ID, UnitID: p.Unit, Title: p.Title, Rank: p.Rank, Ordinal: p.Ordinal,
		ValidFrom: p.ValidFrom, ValidTo: p.ValidTo,
	}
}

func personOf(p pack.Person) personRow {
	return personRow{ID: personID(p.ID), Slug: p.ID, Name: p.Name, Email: p.Email, Outside: p.Outside}
}

func holdingOf(p pack.Person) holdingRow {
	return holdingRow{Slug: p.ID, PostID: p.Post, ValidFrom: p.ValidFrom, ValidTo: p.ValidTo}
}

func bodies(p *pack.Pack) []bodyRow {
	return each(p.BodyIDs(), func(id gov.BodyID) bodyRow {
		b := p.Bodies[id]
		return bodyRow{ID: id, Name: b.Name, Kind: b.Kind}
	})
}

func seats(p *pack.Pack) []seatRow {
	ordinal := map[gov.BodyID]int{}
	return each(p.Org.Seats, func(s pack.Seat) seatRow {
		ordinal[s.Body]++
		return seatRow{
			BodyID: s.Body, Member: string(s.Post), PostID: s.Post, Role: s.Role, Ordinal: ordinal[s.Body],
			ValidFrom: s.ValidFrom, ValidTo: s.ValidTo,
		}
	})
}

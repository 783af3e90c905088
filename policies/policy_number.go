package policies

import (
	"slices"

	"gyeol/gov"
)

// PolicyNumberRule names the yearly series from which a plan that a post has decided takes its policy number
// (방침번호). It is data of the city, never of the engine.
type PolicyNumberRule struct {
	Ruled  `yaml:",inline"`
	Post   gov.PostID `yaml:"post" json:"post"`     // who decides
	Series string     `yaml:"series" json:"series"` // e.g. 시장방침
}

// PolicySeries is the series of the post that decides a matter under a row; empty where it takes no policy number. The
// row says whether the matter takes one, and from which series while the decider it names decides; of any other post
// that comes to decide, the table says it. Below a vice mayor nobody gives one.
func PolicySeries(row AuthorityRow, decider Cell, table []PolicyNumberRule, on gov.Date) string {
	if row.Policy == "" || Above(gov.RankViceMayor, decider.Rank) {
		return ""
	}
	if row.Names(decider.Post, decider.Rank) {
		return row.Policy
	}
	i := slices.IndexFunc(table, func(r PolicyNumberRule) bool {
		applies, _ := r.InForce(on)
		return applies && r.Post == decider.Post
	})
	if i < 0 {
		return ""
	}
	return table[i].Series
}

// Names reports whether a post is the decider of the row: the one it names or, without a name, any of its rank.
func (r AuthorityRow) Names(post gov.PostID, rank gov.Rank) bool {
	if r.Post != "" {
		return r.Post == post
	}
	return r.Decides == rank
}

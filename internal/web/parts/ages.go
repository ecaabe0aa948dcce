package parts

import (
	"fmt"
	"net/url"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
)

// Ages say of when the answers are that a page's calculated classes rest on, and what today's ages would change, in the
// templates "answers" and "aged".
type Ages struct {
	snapshot.Answers
	On    date.Date   // whose ages and law the classes are
	Moves []ClassMove // from which class to which; none where the page has the sum alone
	Query url.Values  // of the list that the page is of
}

// ClassMove is how many households the ages of today would bring from one class to another.
type ClassMove struct {
	From, To poverty.Class
	N        int64
}

// Moves are the cells of a table of classes that are off its diagonal and not empty.
func Moves(table [5][5]int64) (out []ClassMove) {
	for _, from := range ShownClasses {
		for _, to := range ShownClasses {
			if n := table[from][to]; from != to && n > 0 {
				out = append(out, ClassMove{from, to, n})
			}
		}
	}
	return out
}

// List is the address of the households behind a figure.
func (a *Ages) List(pairs ...any) string { return HouseholdsOf(a.Query, pairs...) }

// HouseholdsOf is the address of a list of households: what all of a page's lists have, and pairs of key and value.
func HouseholdsOf(common url.Values, pairs ...any) string {
	v := url.Values{}
	for key, all := range common {
		v[key] = slices.Clone(all)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(fmt.Sprint(pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return "/households?" + v.Encode()
}

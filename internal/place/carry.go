package place

import (
	"maps"
	"slices"

	"giamngheo/internal/errs"
)

// Carry counts what was written under units of a day that are other units today. The zero value is ready.
type Carry struct{ rows map[Code]*counted }

type counted struct {
	Carried
	n int
}

// Add counts one row of a unit that is another today.
func (c *Carry) Add(u Carried) {
	if c.rows == nil {
		c.rows = map[Code]*counted{}
	}
	if c.rows[u.Then.Code] == nil {
		c.rows[u.Then.Code] = &counted{Carried: u}
	}
	c.rows[u.Then.Code].n++
}

// mostCarried is how many units are named one by one.
const mostCarried = 30

// Texts say how many rows were carried over from which unit to which, in the order of the old codes.
func (c *Carry) Texts() (out []errs.Text) {
	keys := slices.Sorted(maps.Keys(c.rows))
	for _, key := range keys[:min(len(keys), mostCarried)] {
		r := c.rows[key]
		t := errs.T("%d households of %s (%s) are entered under %s (%s), which it is now", r.n, r.Then.FullName,
			string(r.Then.Code), r.Now.FullName, string(r.Now.Code))
		if !r.Sure {
			t = errs.T("%s – the sources do not agree on that: check it", t)
		}
		out = append(out, t)
	}
	rest := 0
	for _, key := range keys[len(out):] {
		rest += c.rows[key].n
	}
	if rest > 0 {
		out = append(out, errs.T("%d households of %d more former communes are entered under what those are now", rest,
			len(keys)-mostCarried))
	}
	return out
}

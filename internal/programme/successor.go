package programme

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Successor is who has a body's work on poverty reduction after the body's last day.
type Successor struct {
	Body       errs.Text `yaml:"body"`
	Last       date.Date `yaml:"last"`
	Next       errs.Text `yaml:"next"`
	Role       string    `yaml:"role"`       // who in an office acts for the body and for who came after it; "": nobody
	Confidence string    `yaml:"confidence"` // high, medium or low
	Note       errs.Text `yaml:"note"`

	at source
}

// BodyOn is the body that has the work of one on a day, and what is known of how it came to it; nil where it is the body
// itself.
func (c *Catalogue) BodyOn(body errs.Text, day date.Date) (errs.Text, *Successor) {
	var by *Successor
	for range c.Successors { // each is taken once at most
		s := c.successor(body)
		if s == nil || day <= s.Last {
			break
		}
		body, by = s.Next, s
	}
	return body, by
}

// RoleOf is who in an office acts for a body; "" where the data knows nobody.
func (c *Catalogue) RoleOf(body errs.Text) string {
	if s := c.successor(body); s != nil {
		return s.Role
	}
	return ""
}

func (c *Catalogue) successor(body errs.Text) *Successor {
	for i := range c.Successors {
		if c.Successors[i].Body.VI == body.VI {
			return &c.Successors[i]
		}
	}
	return nil
}

// successors finds what cannot be used of who comes after whom.
func (r *reader) successors() {
	seen := map[string]bool{}
	for i := range r.c.Successors {
		s := &r.c.Successors[i]
		r.need(s.Body.VI != "", s.at, []any{"body"}, errs.T("is missing"))
		r.need(s.Next.VI != "" && s.Next.VI != s.Body.VI, s.at, []any{"next"}, errs.T("is missing"))
		r.need(!s.Last.IsZero(), s.at, []any{"last"}, errs.T("is missing"))
		r.need(!seen[s.Body.VI], s.at, []any{"body"}, errs.T("“%s” stands twice", s.Body))
		seen[s.Body.VI] = true
	}
}

package programme

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Catalogue is the programmes with what people receive, as data.
type Catalogue struct {
	Programmes []Programme
	Kinds      []Kind
	Funds      []Fund
	Activities []ActivityKind
	Columns    []Column // of the payment list, of all days
	Refusals   []Refusal
}

// Fund is where money comes from.
type Fund struct {
	Code    string    `yaml:"code"`
	Name    errs.Text `yaml:"name"`
	State   bool      `yaml:"state"`   // a budget of the programme
	Carried bool      `yaml:"carried"` // money of an ended programme that may still be spent
	Of      string    `yaml:"of"`      // of a carried one: the fund that it was, of an earlier year
	Level   string    `yaml:"level"`   // central or local: whose budget; "" of others and of carried money
	Use     string    `yaml:"use"`     // investment or recurrent; "" where the fund is of both or not known
	Cite    string    `yaml:"cite"`
}

// ActivityKind is a kind of activity.
type ActivityKind struct {
	Code string    `yaml:"code"`
	Name errs.Text `yaml:"name"`
	Unit errs.Text `yaml:"unit"` // of its planned quantity
}

// Column is a column of the list of what households were paid, between two days.
type Column struct {
	Code string    `yaml:"code"`
	Name errs.Text `yaml:"name"`
	For  string    `yaml:"for"` // money, goods, or "" for both
	From date.Date `yaml:"from"`
	To   date.Date `yaml:"to"`
	Cite string    `yaml:"cite"`

	at source
}

// Refusal is one reason for which a support is refused: what it is called, its article by day, whether it may be
// overruled.
type Refusal struct {
	Code        string    `yaml:"code"`
	Title       errs.Text `yaml:"title"`
	Overrulable bool      `yaml:"overrulable"`
	Cites       []Cited   `yaml:"cites"`

	at source
}

// Cited is an article between two days, of one programme or of any.
type Cited struct {
	Programme string    `yaml:"programme"`
	From      date.Date `yaml:"from"`
	To        date.Date `yaml:"to"`
	Cite      string    `yaml:"cite"`
}

// find returns the entry for which is holds, nil where there is none.
func find[T any](all []T, is func(*T) bool) *T {
	for i := range all {
		if is(&all[i]) {
			return &all[i]
		}
	}
	return nil
}

// Programme returns a programme by its code, nil where there is none.
func (c *Catalogue) Programme(code string) *Programme {
	return find(c.Programmes, func(p *Programme) bool { return p.Code == code })
}

// ProgrammeOn returns the programme that runs on a day; nil where none does. Money carried over from the one before
// may be spent beside it.
func (c *Catalogue) ProgrammeOn(day date.Date) *Programme {
	return find(c.Programmes, func(p *Programme) bool { return p.Contains(day) })
}

// Node returns a node of any programme by its code, nil where there is none.
func (c *Catalogue) Node(code string) *Node {
	for i := range c.Programmes {
		if n := find(c.Programmes[i].Nodes, func(n *Node) bool { return n.Code == code }); n != nil {
			return n
		}
	}
	return nil
}

// Children returns the nodes below a node ("": of the first level) in the programme's order.
func (c *Catalogue) Children(programme, parent string) (out []*Node) {
	p := c.Programme(programme)
	if p == nil {
		return nil
	}
	for i := range p.Nodes {
		if p.Nodes[i].Parent == parent {
			out = append(out, &p.Nodes[i])
		}
	}
	return out
}

// Within reports whether a node is another one or lies below it.
func (c *Catalogue) Within(node, above string) bool {
	for n := c.Node(node); n != nil; n = c.Node(n.Parent) {
		if n.Code == above {
			return true
		}
	}
	return false
}

// Kind returns a kind of support by its code, nil where there is none.
func (c *Catalogue) Kind(code string) *Kind {
	return find(c.Kinds, func(k *Kind) bool { return k.Code == code })
}

// KindsOf returns the kinds of support that a node gives.
func (c *Catalogue) KindsOf(node string) (out []*Kind) {
	for i := range c.Kinds {
		if k := &c.Kinds[i]; k.Node == node || slices.Contains(k.Later, node) {
			out = append(out, k)
		}
	}
	return out
}

// Answering returns the kinds of support that answer a deprivation.
func (c *Catalogue) Answering(indicator string) (out []*Kind) {
	for i := range c.Kinds {
		if slices.Contains(c.Kinds[i].Answers, indicator) {
			out = append(out, &c.Kinds[i])
		}
	}
	return out
}

// Fund returns a fund by its code, nil where there is none.
func (c *Catalogue) Fund(code string) *Fund {
	return find(c.Funds, func(f *Fund) bool { return f.Code == code })
}

// OpenFunds are the funds of which lines may be opened: carried money keeps its fund and the year of its origin.
func (c *Catalogue) OpenFunds() (out []Fund) {
	for _, f := range c.Funds {
		if !f.Carried {
			out = append(out, f)
		}
	}
	return out
}

// ActivityKind returns a kind of activity by its code, nil where there is none.
func (c *Catalogue) ActivityKind(code string) *ActivityKind {
	return find(c.Activities, func(a *ActivityKind) bool { return a.Code == code })
}

// Refusal returns a reason to refuse by its code, nil where there is none.
func (c *Catalogue) Refusal(code string) *Refusal {
	return find(c.Refusals, func(r *Refusal) bool { return r.Code == code })
}

// PaymentColumns returns the columns that the list of a payment of a day must have, each with its article.
func (c *Catalogue) PaymentColumns(day date.Date) (out []Column) {
	for _, col := range c.Columns {
		if day >= col.From && (col.To.IsZero() || day <= col.To) {
			out = append(out, col)
		}
	}
	return out
}

// cite is the article of a refusal for a programme on a day.
func (r *Refusal) cite(programme string, day date.Date) string {
	for _, c := range r.Cites {
		if (c.Programme == "" || c.Programme == programme) && c.on(day) {
			return c.Cite
		}
	}
	return ""
}

func (c *Cited) on(day date.Date) bool { return day >= c.From && (c.To.IsZero() || day <= c.To) }

// NodeOf is the node under which a support is given: that of its activity, else the kind's in the programme whose
// money it is. Money carried over, and a day before the end of the kind's own programme, are of that programme; later
// money is of the programme in force. Nil for what is given outside any project.
func (c *Catalogue) NodeOf(k *Kind, s *Support, a *Activity) *Node {
	if k.Node == "" {
		return nil
	}
	nodes := append([]string{k.Node}, k.Later...)
	if a != nil && slices.Contains(nodes, a.Node) {
		return c.Node(a.Node)
	}
	first := c.Node(k.Node)
	fund := c.Fund(s.Source)
	if p := c.Programme(first.programme); s.Day <= p.To || fund != nil && fund.Carried {
		return first
	}
	for _, code := range k.Later {
		if n := c.Node(code); c.Programme(n.programme).Contains(s.Day) {
			return n
		}
	}
	return first
}

package access

import (
	"errors"
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// dutiesFile has the office's rules of who holds what.
const dutiesFile = "duties.yaml"

// all stands for all other roles.
const all Role = "all"

// Duties are what the office asks of who holds a role.
type Duties struct {
	Apart        []Apart      `yaml:"apart"`
	SecondFactor SecondFactor `yaml:"second_factor"`
	ReadADay     map[Role]int `yaml:"households_read_a_day"`
	Second       []Second     `yaml:"second_person"`
	Source       string       `yaml:"source"`
}

// Second says that one person proposes something and another one takes it.
type Second struct {
	What  string `yaml:"what"`  // a kind of proposal
	Above int64  `yaml:"above"` // from more than so much on; 0: always
	Takes []Role `yaml:"takes"` // whose holders take it, each in the units of the role
	Days  int    `yaml:"days"`  // for how long it can be taken
}

// SecondOf is the rule of a kind of proposal; nil where one person is enough.
func (d *Duties) SecondOf(what string) *Second {
	i := slices.IndexFunc(d.Second, func(s Second) bool { return s.What == what })
	if i < 0 {
		return nil
	}
	return &d.Second[i]
}

// Apart says that who holds a role holds none of others in the same time.
type Apart struct {
	Role Role   `yaml:"role"`
	From []Role `yaml:"from"`
}

// SecondFactor says who signs in with a second factor, and for how many days one may still be without.
type SecondFactor struct {
	Roles []Role `yaml:"roles"`
	Grace int    `yaml:"grace_days"`
}

// ReadDuties reads the rules of the folder data/. Errors: an unknown key or role, no source.
func ReadDuties(data fs.FS) (_ *Duties, err error) {
	defer errs.Wrap(&err, "access.ReadDuties")
	f, err := data.Open(dutiesFile)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only
	var d Duties
	read := yaml.NewDecoder(f)
	read.KnownFields(true)
	if err := read.Decode(&d); err != nil {
		return nil, err
	}
	roles := slices.Clone(d.SecondFactor.Roles)
	for _, a := range d.Apart {
		roles = append(roles, a.Role)
		for _, r := range a.From {
			if r != all {
				roles = append(roles, r)
			}
		}
	}
	for r, n := range d.ReadADay {
		if roles = append(roles, r); n <= 0 {
			return nil, errors.New(dutiesFile + ": " + string(r) + " reads no household a day")
		}
	}
	for _, s := range d.Second {
		if roles = append(roles, s.Takes...); s.What == "" || s.Above < 0 || s.Days < 1 || len(s.Takes) == 0 {
			return nil, errors.New(dutiesFile + ": a second person for nothing, by nobody or in no time")
		}
	}
	for _, r := range roles {
		if !slices.Contains(Roles(), r) {
			return nil, errors.New(dutiesFile + ": there is no role " + string(r))
		}
	}
	if d.Source == "" || d.SecondFactor.Grace < 0 {
		return nil, errors.New(dutiesFile + ": no source, or days of grace below 0")
	}
	return &d, nil
}

// MostRead is from how many households on, that somebody was shown in a day, inspectors are told: the largest of what
// is said of his roles of the day; 0 where nothing is said of one of them.
func (d *Duties) MostRead(held []Grant, on date.Date) (most int) {
	for i := range held {
		if held[i].Over(on) || held[i].From > on {
			continue
		}
		n := d.ReadADay[held[i].Role]
		if n == 0 {
			return 0
		}
		most = max(most, n)
	}
	return most
}

// Conflicts returns the pairs of roles, from a day on, that one person holds and may not hold in the same time: such as
// were given before this was asked for.
func (d *Duties) Conflicts(held []Grant, on date.Date) (out [][2]Role) {
	var now []Grant
	for _, g := range held {
		if !g.Over(on) {
			now = append(now, g)
		}
	}
	for i := range now {
		if other, bad := d.Against(now[:i], now[i]); bad {
			out = append(out, [2]Role{other, now[i].Role})
		}
	}
	return out
}

// Against returns a role that is held in the time of a grant and that nobody may hold beside it.
func (d *Duties) Against(held []Grant, g Grant) (Role, bool) {
	for i := range held {
		h := &held[i]
		if h.Over(h.From) || g.Over(g.From) { // ended before it began
			continue
		}
		over := (h.To.IsZero() || h.To >= g.From) && (g.To.IsZero() || g.To >= h.From)
		if over && (d.apart(h.Role, g.Role) || d.apart(g.Role, h.Role)) {
			return h.Role, true
		}
	}
	return "", false
}

func (d *Duties) apart(role, from Role) bool {
	if role == from {
		return false
	}
	for _, a := range d.Apart {
		if a.Role == role && (slices.Contains(a.From, from) || slices.Contains(a.From, all)) {
			return true
		}
	}
	return false
}

// CodesFrom is the day from which who holds roles, with an account since a day, signs in with a second factor only;
// zero where none of the roles of a day asks for it. asked says since when the office asks a role for it.
func (d *Duties) CodesFrom(held []Grant, since, on date.Date, asked map[Role]date.Date) (first date.Date) {
	for i := range held {
		if !held[i].Holds(on) || !slices.Contains(d.SecondFactor.Roles, held[i].Role) {
			continue
		}
		from := max(held[i].From, since, asked[held[i].Role]).AddDays(d.SecondFactor.Grace)
		if first.IsZero() || from < first {
			first = from
		}
	}
	return first
}

package planning

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/target"
)

// Here is what a plan is held against that comes into an office.
type Here struct {
	Province string   // its code on the plan's day
	Name     string   // "Cần Thơ"
	Others   []string // the names of all other provinces there are or were
	Bodies   *Bodies
	Day      date.Date
}

// Check returns what of a plan cannot be of its office and day: bodies that are there no more, baselines of another
// place.
func (h *Here) Check(p *target.Plan) (out target.Faults) {
	add := func(text errs.Text, path ...any) {
		if text.VI != "" {
			out = append(out, p.FaultAt(text, path...))
		}
	}
	for i := range p.Targets {
		for j := range p.Targets[i].Parts {
			part := &p.Targets[i].Parts[j]
			add(h.body(part.Body), "targets", i, "parts", j, "body")
			if part.Baseline != nil {
				add(h.baseline(part.Baseline, p.Year), "targets", i, "parts", j, "baseline", "place")
			}
		}
	}
	for i := range p.Assignments {
		add(h.body(p.Assignments[i].Body), "assignments", i, "body")
		for _, with := range p.Assignments[i].With {
			add(h.body(with), "assignments", i, "with")
		}
	}
	for i := range p.Reports {
		add(h.body(p.Reports[i].By), "reports", i, "by")
	}
	return out
}

// body refuses a body that is there no more; the bodies of the day are named.
func (h *Here) body(name errs.Text) errs.Text {
	last, ended := h.Bodies.Ended(name.VI, h.Day)
	if !ended {
		return errs.Text{}
	}
	var on []string
	for _, b := range h.Bodies.On(h.Day) {
		on = append(on, b.VI)
	}
	return errs.T("“%s” was there until %s only; on %s there are: %s", name, last.Vietnamese(), h.Day.Vietnamese(),
		strings.Join(on, "; "))
}

// baseline refuses a value of another place: one that says so, or whose source names another province.
func (h *Here) baseline(b *target.Baseline, year int) errs.Text {
	if b.Value == nil {
		return errs.Text{}
	}
	own := date.Must(year-1, 12, 31).Vietnamese()
	if b.Place != "" {
		if b.Place == h.Province {
			return errs.Text{}
		}
		return errs.T("the baseline is of place %s, not of %s (%s): take the value out, and the office’s own result of %s is"+
			" taken, or give its own with its source", b.Place, h.Name, h.Province, own)
	}
	named := " " + plain(b.Source+" "+b.Note.VI) + " "
	if strings.Contains(named, " "+plain(h.Name)+" ") {
		return errs.Text{}
	}
	i := slices.IndexFunc(h.Others, func(n string) bool { return strings.Contains(named, " "+plain(n)+" ") })
	if i < 0 {
		return errs.Text{}
	}
	return errs.T("the baseline’s source names %s, the plan is of %s: take the value out, and the office’s own result of %s is"+
		" taken; if it is %s’s own figure, write its code %s as the baseline’s place", h.Others[i], h.Name, own, h.Name,
		h.Province)
}

// plain is a text in small letters with its marks, without signs: a province is told from a word by its marks.
func plain(s string) string { return words(strings.ToLower(norm.NFC.String(s))) }

// Package requests asks units once for figures: what the office knows is there at once, and only what nobody knows
// is asked.
package requests

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/reports"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/office"
	rows "giamngheo/internal/store/reports"
)

// Desk asks units once.
type Desk struct {
	office  *office.Office
	reports *reports.Desk
}

// New makes the desk.
func New(o *office.Office, r *reports.Desk) *Desk { return &Desk{o, r} }

// Question is what is asked once of units, beside what the office knows.
type Question struct {
	Title string
	Unit  string
}

// Pick is a figure that may be asked for once.
type Pick struct {
	Code  string
	Title errs.Text
	Unit  errs.Text
	src   form.Source
	kind  form.Type
}

// Picks are the figures that the office may know, from the forms that there are.
func (d *Desk) Picks() (out []Pick, err error) {
	all, err := d.reports.Forms()
	if err != nil {
		return nil, err
	}
	had := map[string]bool{}
	set := form.NewSet(all)
	for i := range set.Slots {
		s := &set.Slots[i]
		if s.Source == nil || had[s.Source.Key()] {
			continue
		}
		had[s.Source.Key()] = true
		title := s.Row.Title
		if s.Source.Money != "" {
			title = errs.T("%s: %s", s.Row.Title, s.Column.Title)
		}
		out = append(out, Pick{s.Source.Key(), title, s.Row.Unit, *s.Source, s.Type})
	}
	return out, nil
}

// AskInput asks units once.
type AskInput struct {
	Title  string
	Why    string
	Picks  []string
	Asked  []Question
	CutOff date.Date
	Due    date.Date
}

// mostAsked bounds what is asked for once.
const mostAsked = 30

// Ask asks units once for figures. Where the office knows all of them nobody is asked: the round is added up at
// once. It returns its number. Errors: errs.Invalid, errs.Forbidden.
func (d *Desk) Ask(ctx context.Context, a *office.Ask, in AskInput) (int64, error) {
	if err := d.office.PlaceScope(a, access.OpenReports, d.office.ProvinceCode()); err != nil {
		return 0, err
	}
	in.Title, in.Why = strings.Join(strings.Fields(in.Title), " "), strings.TrimSpace(in.Why)
	switch n := len(in.Picks) + len(in.Asked); {
	case in.Title == "" || office.TooLong(in.Title) || office.TooLong(in.Why):
		return 0, errs.New(errs.Invalid, "say in a title of at most 300 letters what is asked for")
	case n == 0 || n > mostAsked:
		return 0, errs.New(errs.Invalid, "choose or write 1 to %d figures", mostAsked)
	case in.CutOff.Year() < 2022 || in.CutOff > d.office.Day(): // before, no standard of the register was in force
		return 0, errs.New(errs.Invalid, "give the day of the figures, from 2022 on and not after today")
	case len(in.Asked) > 0 && in.Due < d.office.Day():
		return 0, errs.New(errs.Invalid, "give the day until which it is answered, not before today")
	}
	f, err := d.onceForm(in)
	if err != nil {
		return 0, err
	}
	r := &rows.Round{Period: form.Period{Kind: form.AdHoc, Year: in.CutOff.Year()}, Why: in.Why,
		Title: errs.Text{VI: in.Title, EN: in.Title}, Forms: []form.Form{*f},
		Dues: form.Dues{CutOff: in.CutOff, Commune: in.Due, Check: in.Due, Province: in.Due, Aim: in.Due}}
	err = d.reports.OpenOnce(ctx, a, r, len(in.Asked) > 0)
	return r.ID, err
}

// onceForm is the form of what is asked for once.
func (d *Desk) onceForm(in AskInput) (*form.Form, error) {
	picks, err := d.Picks()
	if err != nil {
		return nil, err
	}
	f := &form.Form{Code: "YC", Title: errs.Text{VI: in.Title, EN: in.Title}, Instrument: "yêu cầu báo cáo nhanh",
		From: in.CutOff, Columns: []form.Column{{Code: "gia_tri", Title: errs.T("Value"), Fill: form.Figure,
			Roll: form.Added, Override: true},
			{Code: "ghi_chu", Title: errs.T("Note"), Type: form.Words, Fill: form.Ask, Roll: form.NotRolled,
				Optional: true}}}
	for i, code := range in.Picks {
		at := slices.IndexFunc(picks, func(p Pick) bool { return p.Code == code })
		if at < 0 {
			return nil, errs.New(errs.Invalid, "there is no such figure; choose one of the list")
		}
		p := &picks[at]
		f.Rows = append(f.Rows, form.Row{Code: fmt.Sprintf("k%d", i+1), Title: p.Title, Unit: p.Unit, Type: p.kind,
			Figure: &p.src})
	}
	for i, q := range in.Asked {
		title := strings.Join(strings.Fields(q.Title), " ")
		if title == "" || office.TooLong(title) || office.TooLong(q.Unit) {
			return nil, errs.New(errs.Invalid, "write what is asked for in at most 300 letters")
		}
		f.Rows = append(f.Rows, form.Row{Code: fmt.Sprintf("h%d", i+1), Title: errs.Text{VI: title, EN: title},
			Unit: errs.Text{VI: strings.TrimSpace(q.Unit), EN: strings.TrimSpace(q.Unit)}, Type: form.Whole})
	}
	return f, nil
}

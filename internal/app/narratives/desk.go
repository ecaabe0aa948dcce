// Package narratives keeps the report of a round in words: it begins as a draft of a template, people write the words,
// and every figure in it is that of the consolidation until somebody takes the next one over.
package narratives

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/app/papers"
	"giamngheo/internal/app/reports"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/library"
	"giamngheo/internal/narrative"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/report"
	"giamngheo/internal/store"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/narratives"
	rows "giamngheo/internal/store/reports"
)

// Desk keeps reports in words.
type Desk struct {
	office    *office.Office
	library   *library.Library
	reports   *reports.Desk
	papers    *papers.Desk
	templates func() ([]narrative.Template, error)
}

// New makes the desk.
func New(o *office.Office, l *library.Library, r *reports.Desk, p *papers.Desk) *Desk {
	read := func() ([]narrative.Template, error) {
		forms, err := r.Forms()
		if err != nil {
			return nil, err
		}
		schedules, err := r.Schedules()
		if err != nil {
			return nil, err
		}
		return narrative.Read(l.Data(), forms, schedules)
	}
	return &Desk{office: o, library: l, reports: r, papers: p, templates: sync.OnceValues(read)}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"report.text":         errs.T("report in words written"),
	"report.text.figures": errs.T("figures of a report in words taken over"),
	"report.text.export":  errs.T("report in words taken out"),
}

// Shown is the report of a round in words with all that its page shows.
type Shown struct {
	Round     *rows.Round
	Report    *rows.Report
	Place     place.Unit
	Text      *narratives.Text // nil: nothing was written yet
	Template  *narrative.Template
	Templates []narrative.Template // that are for such a round
	Book      *narrative.Book      // nil: nothing was consolidated yet
	Faults    []narrative.Fault
	Changes   []narrative.Change
	Sources   []narrative.Source
	Said      []Said
	More      int // what units said and is not listed
	History   []Saving
	Signed    bool // it does not change any more
	MayWrite  bool
}

// Said is what a unit said in words on a form: a cause or a difficulty that may be quoted.
type Said struct {
	Unit   place.Unit
	Report int64
	What   errs.Text // the row
	Text   string
}

// Saving is that somebody saved the text.
type Saving struct {
	narratives.Saved
	Who string
}

// Bounds of what a page lists.
const (
	mostSaid    = 60
	mostHistory = 20
)

// Text shows the report of a round in words. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Text(ctx context.Context, a *office.Ask, round int64) (*Shown, error) {
	s := &Shown{}
	err := d.office.Look(ctx, func(r store.Reader) error {
		if err := d.show(ctx, r, a, round, s); err != nil {
			return err
		}
		return d.said(ctx, r, s)
	})
	for i := range s.History {
		s.History[i].Who = d.office.NameOf(ctx, s.History[i].By)
	}
	return s, err
}

func (d *Desk) show(ctx context.Context, r store.Reader, a *office.Ask, round int64, s *Shown) (err error) {
	var set *form.Set
	if s.Round, s.Report, set, err = d.reports.Province(ctx, r, a, round); err != nil {
		return err
	}
	s.Place = d.office.UnitOn(d.office.ProvinceCode(), s.Round.Dues.CutOff)
	all, err := d.templates()
	if err != nil {
		return err
	}
	for i := range all {
		if slices.Contains(all[i].Schedules, s.Round.Schedule) {
			s.Templates = append(s.Templates, all[i])
		}
	}
	s.Signed = s.Report.State == report.Final
	s.MayWrite = !s.Signed && s.Round.State != rows.Gone && d.mayWrite(a)
	if rolled := s.Report.Content.Rolled; rolled != nil {
		s.Book = narrative.NewBook(narrative.Facts(set, rolled))
	}
	s.Text, err = narratives.Latest(ctx, r, s.Report.Province, s.Report.ID)
	if office.IgnoreNotFound(err) != nil {
		return err
	}
	if err != nil || s.Book == nil {
		s.Text = nil
		return nil
	}
	if i := slices.IndexFunc(all, func(t narrative.Template) bool { return t.Code == s.Text.Template }); i >= 0 {
		s.Template = &all[i]
	}
	s.Faults, s.Changes, s.Sources = s.Text.Check(s.Book), s.Text.Changes(s.Book), s.Text.Sources(s.Book)
	saved, err := narratives.History(ctx, r, s.Report.Province, s.Report.ID, mostHistory)
	for _, v := range saved {
		s.History = append(s.History, Saving{Saved: v})
	}
	return err
}

// mayWrite reports whether an actor writes the province's report: who opens rounds, and who checks what comes in.
func (d *Desk) mayWrite(a *office.Ask) bool {
	for _, action := range []access.Action{access.OpenReports, access.CheckReports} {
		if access.Where(a.Grants, action, d.office.Day()).Covers(d.office.ProvinceCode()) {
			return true
		}
	}
	return false
}

// said gathers what units said in words: the difficulties they wrote, and why they set another value than the office's.
func (d *Desk) said(ctx context.Context, r store.Reader, s *Shown) error {
	if s.Book == nil {
		return nil
	}
	all, err := rows.Whole(ctx, r, s.Report.Province, s.Round.ID)
	if err != nil {
		return err
	}
	for i := range all {
		rep := &all[i]
		if err := ctx.Err(); err != nil {
			return err
		}
		if !rep.State.Sent() {
			continue
		}
		unit := d.office.UnitOn(rep.Unit, s.Round.Dues.CutOff)
		for k, c := range rep.Content.Cells {
			text := c.Value().Text
			if text == "" {
				text = c.Reason
			}
			if text == "" {
				continue
			}
			s.Said = append(s.Said, Said{unit, rep.ID, rowTitle(s.Round.Forms, k), text})
		}
	}
	slices.SortFunc(s.Said, func(a, b Said) int {
		return cmp.Or(cmp.Compare(a.Unit.Code, b.Unit.Code), cmp.Compare(a.What.VI, b.What.VI),
			cmp.Compare(a.Text, b.Text))
	})
	if s.More = len(s.Said) - mostSaid; s.More > 0 {
		s.Said = s.Said[:mostSaid]
	}
	return nil
}

// rowTitle is what the row of a cell counts.
func rowTitle(forms []form.Form, k form.Key) errs.Text {
	of, row, _ := k.Parts()
	for i := range forms {
		for j := range forms[i].Rows {
			if forms[i].Code == of && forms[i].Rows[j].Code == row {
				return forms[i].Rows[j].Title
			}
		}
	}
	return errs.Text{}
}

// write saves a text in a transaction: seen is the number of the saving that the page showed, 0 where there was none.
// Errors (errs.Conflict): somebody else saved meanwhile, or it is signed.
func (d *Desk) write(ctx context.Context, a *office.Ask, round, seen int64, action string,
	change func(r store.Reader, s *Shown) (*narrative.Text, error)) error {
	return d.office.Each(ctx, a, func(tx *office.Tx) error {
		s := &Shown{}
		if err := d.show(ctx, tx, a, round, s); err != nil {
			return err
		}
		switch had := int64(0); {
		case !d.mayWrite(a):
			return office.Forbidden()
		case s.Signed:
			return errs.New(errs.Conflict, "it is signed and does not change any more; open the report for correction first")
		case s.Round.State == rows.Gone:
			return errs.New(errs.Conflict, "the round has ended; its figures stay as they are")
		case s.Book == nil:
			return errs.New(errs.Conflict, "consolidate the round first: the text stands around its figures")
		default:
			if s.Text != nil {
				had = s.Text.N
			}
			if seen != had {
				return overtaken(ctx, tx, s.Text.By)
			}
		}
		text, err := change(tx, s)
		if err != nil {
			return err
		}
		if err := text.Sound(); err != nil {
			return err
		}
		row := &narratives.Text{Province: s.Report.Province, Report: s.Report.ID, N: seen + 1, By: a.Account,
			At: d.office.Now(), Text: text}
		if err := narratives.Add(ctx, tx, row); err != nil {
			return err
		}
		tx.Changed(office.TopicReport, s.Report.ID)
		return tx.Note(ctx, office.Deed{Action: action, Kind: "report", Subject: office.IDText(s.Report.ID),
			Place: d.office.ProvinceCode(), Note: map[string]string{"round": office.IDText(round),
				"text": office.IDText(row.N)}})
	})
}

// overtaken says who saved the text meanwhile.
func overtaken(ctx context.Context, r store.Reader, by int64) error {
	acc, err := accounts.Find(ctx, r, by)
	if err != nil {
		return err
	}
	return errs.New(errs.Conflict,
		"%s has saved the text meanwhile. Yours stands below; look at theirs in another tab and save again", acc.FullName)
}

// Begin begins the text of a round with a template's draft. Errors: errs.Invalid, errs.Conflict, errs.Forbidden.
func (d *Desk) Begin(ctx context.Context, a *office.Ask, round int64, template string) error {
	return d.write(ctx, a, round, 0, "report.text", func(_ store.Reader, s *Shown) (*narrative.Text, error) {
		i := slices.IndexFunc(s.Templates, func(t narrative.Template) bool { return t.Code == template })
		if i < 0 {
			return nil, errs.New(errs.Invalid, "choose how the text begins")
		}
		return s.Templates[i].Draft(s.Book, narrative.Words{Period: s.Round.Period.Title().VI,
			CutOff: s.Round.Dues.CutOff.Vietnamese(), Place: s.Place.Spoken()}), nil
	})
}

// Save saves what was written; figures that the text names for the first time take the value of the consolidation.
// Errors: errs.Invalid, errs.Conflict, errs.Forbidden.
func (d *Desk) Save(ctx context.Context, a *office.Ask, round, seen int64, about string,
	sections []narrative.Section) error {
	return d.write(ctx, a, round, seen, "report.text", func(_ store.Reader, s *Shown) (*narrative.Text, error) {
		if s.Text == nil {
			return nil, errs.New(errs.Conflict, "choose how the text begins")
		}
		t := *s.Text.Text
		t.About, t.Sections = about, sections
		if err := t.Sound(); err != nil { // before marks are looked for
			return nil, err
		}
		t.Complete(s.Book)
		return &t, nil
	})
}

// Take takes the figures of what was last consolidated over. Errors: errs.Conflict, errs.Forbidden.
func (d *Desk) Take(ctx context.Context, a *office.Ask, round, seen int64) error {
	return d.write(ctx, a, round, seen, "report.text.figures", func(_ store.Reader, s *Shown) (*narrative.Text, error) {
		if s.Text == nil {
			return nil, errs.New(errs.Conflict, "choose how the text begins")
		}
		t := *s.Text.Text
		t.Take(s.Book)
		return &t, nil
	})
}

// Restore saves an earlier saving anew, with the figures it had. Errors: errs.NotFound, errs.Conflict, errs.Forbidden.
func (d *Desk) Restore(ctx context.Context, a *office.Ask, round, seen, n int64) error {
	return d.write(ctx, a, round, seen, "report.text", func(r store.Reader, s *Shown) (*narrative.Text, error) {
		t, err := narratives.Find(ctx, r, s.Report.Province, s.Report.ID, n)
		if err != nil {
			return nil, err
		}
		return t.Text, nil
	})
}

package transfer

import (
	"context"
	"errors"
	"io"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/arrange"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/sheet"
	"giamngheo/internal/store/jobs"
)

// withBook opens an upload for a function.
func (o *Desk) withBook(file, ending string, do func(*sheet.Book) error) error {
	return o.office.WithPlain(file, ending, func(path string) error {
		b, err := sheet.Open(path, office.UploadLimits())
		if err != nil {
			return err
		}
		return errors.Join(do(b), b.Close())
	})
}

// guess finds out how an upload is laid out, by what the person has said of headings before.
func (o *Desk) guess(ctx context.Context, a *office.Ask, file, ending string) (f *arrange.Form, err error) {
	said, err := jobs.ColumnMatches(ctx, o.office.Reader(), a.Account)
	if err != nil {
		return nil, err
	}
	err = o.withBook(file, ending, func(b *sheet.Book) (err error) {
		f, err = o.words.Guess(b, said)
		return err
	})
	if err == nil {
		o.supply(a, f)
	}
	return f, err
}

// supply gives a form without a commune the actor's, where they have one only.
func (o *Desk) supply(a *office.Ask, f *arrange.Form) {
	communes, err := o.office.Scope(a, access.ImportHouseholds, 0)
	switch {
	case f.Houses.Has("commune_code"):
		f.Commune = ""
	case err == nil && f.Commune == "" && len(communes) == 1:
		f.Commune = communes[0]
	}
}

// Layout is how an upload is laid out, for a person to say it otherwise.
type Layout struct {
	*arrange.Form
	Lacks    []errs.Text
	Sheets   []string
	Top      [2][]arrange.Line // the first rows of the form's tables
	Communes []place.Unit
}

// layout reads what a person needs to see of an upload.
func (o *Desk) layout(a *office.Ask, file string, in *ImportInput) (*Layout, error) {
	l := &Layout{Form: in.Form, Lacks: in.Form.Lacks()}
	communes, err := o.office.Scope(a, access.ImportHouseholds, 0)
	if err != nil {
		return nil, err
	}
	for _, c := range communes {
		l.Communes = append(l.Communes, o.office.Unit(c))
	}
	return l, o.withBook(file, in.Ending, func(b *sheet.Book) error {
		l.Sheets = b.Sheets()
		for n, t := range in.Form.Tables() {
			if !slices.Contains(l.Sheets, t.Sheet) {
				continue
			}
			top, err := arrange.Top(b, t.Sheet)
			if err != nil {
				return err
			}
			l.Top[n] = top
		}
		return nil
	})
}

// Arrangement is how a person says that an upload is laid out. A table of which sheet or rows are changed is looked at
// anew; else Columns say what its columns are.
type Arrangement struct {
	Kind    arrange.Kind
	Tables  []Where
	Commune place.Code
}

// Where is one of the tables: a sheet, its rows of headings (0: find them), and its columns by index.
type Where struct {
	Sheet   string
	Row, To int
	Columns []string
}

// Arrange says how an import's file is laid out, remembers what was said of its headings, and looks again.
func (o *Desk) Arrange(ctx context.Context, a *office.Ask, id int64, to Arrangement) error {
	s, err := o.waiting(ctx, a, id)
	if err != nil {
		return err
	}
	said, err := jobs.ColumnMatches(ctx, o.office.Reader(), a.Account)
	if err != nil {
		return err
	}
	f, remember := &arrange.Form{Kind: to.Kind, Commune: to.Commune}, map[string]string{}
	if !slices.Contains(arrange.Kinds, to.Kind) || len(to.Tables) < len(f.Tables()) {
		return errs.New(errs.Invalid, "the form cannot be read")
	}
	if to.Commune != "" {
		if err := o.office.In(a, access.ImportHouseholds, access.ImportHouseholds, to.Commune); err != nil {
			return err
		}
	}
	err = o.withBook(s.File, s.Input.Ending, func(b *sheet.Book) error {
		for n, t := range f.Tables() {
			was := &arrange.Table{}
			if s.Input.Form != nil && s.Input.Form.Kind == f.Kind {
				was = s.Input.Form.Tables()[n]
			}
			at := &to.Tables[n]
			if err := o.words.Said(b, t, was, at.Sheet, at.Row, at.To, f.Parts(n), said); err != nil {
				return err
			}
			if t.Sheet == was.Sheet && t.Row == was.Row && t.To == was.To {
				if err := t.Match(at.Columns, f.Parts(n), remember); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	o.supply(a, f)
	s.Input.Form, s.Input.Commit = f, false
	if err := again(&s.Job, s.Input); err != nil {
		return err
	}
	defer o.office.WakeJobs()
	return o.office.Keep(ctx, office.KeepColumns, func(tx *office.Tx) error {
		for key, column := range remember {
			if err := jobs.SetColumnMatch(ctx, tx, a.Account, key, column, o.office.Now()); err != nil {
				return err
			}
		}
		return jobs.Set(ctx, tx, &s.Job)
	})
}

// Template writes a workbook that an import reads, with the first commune into which somebody may import; filled, with
// fictional people marked as a sample.
func (o *Desk) Template(a *office.Ask, filled bool, w io.Writer) error {
	communes, err := o.office.Scope(a, access.ImportHouseholds, 0)
	if err != nil {
		return err
	}
	return arrange.Template(w, append(communes, "")[0], filled)
}

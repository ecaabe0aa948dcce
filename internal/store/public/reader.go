// Package public is the window through which the public pages look at the database: a Reader sees what was published, and
// no other table. A bug in a page cannot show what this package does not return.
package public

import (
	"context"

	"giamngheo/internal/date"
	"giamngheo/internal/publication"
	"giamngheo/internal/store"
	"giamngheo/internal/store/publications"
)

// Reader reads what is public in a province, and nothing else.
type Reader struct {
	from     store.Reader
	province string
}

// Of is the window on a database.
func Of(from store.Reader, province string) *Reader { return &Reader{from, province} }

// Published is a publication that was approved and whose day has come, with what became of it since.
type Published struct {
	publications.Row
	From      date.Date
	Withdrawn string // why it was withdrawn; empty where it was not
	Replaced  int64  // the publication that took its place; 0: none
}

// Publications returns what is public on a day, the newest first; what was withdrawn or replaced says so, the former without
// its content.
func (r *Reader) Publications(ctx context.Context, on date.Date) (out []Published, err error) {
	all, err := publications.All(ctx, r.from, r.province)
	if err != nil {
		return nil, err
	}
	steps, err := publications.Steps(ctx, r.from, r.province)
	if err != nil {
		return nil, err
	}
	replaced := map[int64]int64{}
	for _, row := range all {
		p, public := stateOf(row, steps, on)
		if !public {
			continue
		}
		if p.Withdrawn == "" && row.Corrects != 0 {
			replaced[row.Corrects] = row.ID
		}
		p.Replaced = replaced[row.ID]
		out = append(out, p)
	}
	return out, nil
}

// stateOf is what became of a publication by a day, false where it is not public then.
func stateOf(row publications.Row, steps []publications.Step, on date.Date) (Published, bool) {
	p, public := Published{Row: row}, false
	for _, s := range steps {
		if s.Publication != row.ID {
			continue
		}
		switch s.Kind {
		case publication.Approve:
			p.From, public = s.From, s.From <= on
		case publication.Withdraw:
			p.Withdrawn, p.Content = s.Reason, nil
		case publication.Refuse:
			public = false
		}
	}
	p.By = 0 // who prepared it is the office's own
	return p, public
}

// Visits is how often public pages were asked for before a day.
func (r *Reader) Visits(ctx context.Context, before date.Date) (int64, error) {
	return publications.Visits(ctx, r.from, r.province, before)
}

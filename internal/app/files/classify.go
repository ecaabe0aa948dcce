package files

import (
	"context"
	"errors"
	"io"

	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
	"giamngheo/internal/result"
	"giamngheo/internal/sheet"
)

// ClassifyInput asks for the class of every household of a register.
type ClassifyInput struct {
	Path     string
	On       date.Date
	Standard string // empty = the one in force on the day
	Format   string // jsonl, csv or xlsx
	Out      io.Writer
	Rejected string // the file for rejected rows; empty = they are only counted
	Doubts   string // the file for what was taken with a note; empty = it is only counted
	Reading  Reading
}

// Reading says how a file is read that could be read in two ways.
type Reading struct {
	Answers map[string]doubt.Answer // by column
	Marks   string                  // a table of further words and signs for yes and no; empty = none
}

// Classified is what a classification did. Rows in = accepted + rejected, always.
type Classified struct {
	Standard  *poverty.Standard
	Counts    exchange.Counts
	Notes     []sheet.Note
	Classes   map[poverty.Class]int64
	Questions []doubt.Question // what may be answered for more to be taken
	Synthetic bool             // the register says that its data is synthetic
}

// Classify reads a register, classifies every household under the law and writes a result for each, in the register's
// order. Errors: the register cannot be read, the law has no standard for the day, the output cannot be written.
func (a *Desk) Classify(ctx context.Context, in ClassifyInput, progress office.Progress) (_ *Classified, err error) {
	defer errs.Wrap(&err, "app.Classify")
	lib, err := a.library.Law()
	if err != nil {
		return nil, err
	}
	std, err := poverty.Compile(lib, in.Standard, in.On)
	if err != nil {
		return nil, err
	}
	r, err := a.openRegister(in.Path, in.On, in.Rejected, in.Doubts, in.Reading)
	if err != nil {
		return nil, err
	}
	done := &Classified{Standard: std, Classes: map[poverty.Class]int64{}, Synthetic: r.Synthetic()}
	w, err := result.NewWriter(in.Format, std, in.Out)
	if err == nil {
		err = classifyAll(ctx, r.Reader, std, w, progress, func(rs []poverty.Result) {
			for i := range rs {
				done.Classes[rs[i].Class]++
			}
		})
	}
	if err == nil {
		err = w.Close()
	}
	done.Counts, done.Notes, done.Questions = r.Counts(), r.Notes(), r.Questions()
	return done, errors.Join(err, r.close(err))
}

// classifyAll runs the households of a register through workers that classify and encode, and writes in order.
func classifyAll(ctx context.Context, r *exchange.Reader, std *poverty.Standard, w result.Writer,
	progress office.Progress, seen func([]poverty.Result)) error {
	return inOrder(ctx, r, progress, func() func(*batch) error {
		c := std.Classifier()
		var e poverty.Explanation
		return func(b *batch) error {
			b.part.Reset()
			b.results = b.results[:0]
			for i := range b.households {
				if err := c.Explain(&b.households[i], &e); err != nil {
					return err
				}
				w.Encode(&b.part, &b.households[i], &e)
				b.results = append(b.results, e.Result)
			}
			return nil
		}
	}, func(b *batch) error {
		seen(b.results)
		return w.Write(&b.part)
	})
}

// batch is some households on their way through the workers.
type batch struct {
	households []household.Household
	results    []poverty.Result
	part       result.Part
	done       chan error
}

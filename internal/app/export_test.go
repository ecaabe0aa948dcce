package app

import (
	"context"
	"io"

	"giamngheo/internal/review"
)

// WriteBook writes an export without its permission, for the benchmark.
func (o *Office) WriteBook(ctx context.Context, w io.Writer, ids []int64) error {
	return o.writeBook(ctx, w, ids, ExportInput{}, nil)
}

// EachFact hands every household of the register to a function, as the tables see it.
func (o *Office) EachFact(do func(*review.Fact)) { o.current.Load().snap.Facts(nil, do) }

// ForgetFigures drops the figures of reviews that are kept.
func (o *Office) ForgetFigures() { o.facts.forget() }

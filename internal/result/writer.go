package result

import (
	"io"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
)

// Part is the encoded results of some households, made by one goroutine and written by another. It is reused.
type Part struct {
	bytes []byte
	rows  [][]cell
}

// Reset empties the part, keeping its memory.
func (p *Part) Reset() { p.bytes, p.rows = p.bytes[:0], p.rows[:0] }

// Writer writes results in one format. Encode may be called by several goroutines, each with its own Part; Write and
// Close by one.
type Writer interface {
	Encode(p *Part, h *household.Household, e *poverty.Explanation)
	Write(p *Part) error
	Close() error
}

// NewWriter returns the writer of a format: jsonl, csv or xlsx.
func NewWriter(format string, s *poverty.Standard, w io.Writer) (Writer, error) {
	switch format {
	case "jsonl":
		return &linesWriter{NewLines(s), w}, nil
	case "csv":
		return newCSVWriter(s, w)
	case "xlsx":
		return newXLSXWriter(s, w)
	}
	return nil, errs.New(errs.Invalid, "--format “%s” is not valid; choose jsonl, csv or xlsx", format)
}

type linesWriter struct {
	lines *Lines
	w     io.Writer
}

func (l *linesWriter) Encode(p *Part, h *household.Household, e *poverty.Explanation) {
	p.bytes = l.lines.Append(p.bytes, h, e)
}

func (l *linesWriter) Write(p *Part) error {
	_, err := l.w.Write(p.bytes)
	return err
}

func (l *linesWriter) Close() error { return nil }

package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// printed writes lines of text and keeps the first error.
type printed struct {
	w   io.Writer
	err error
}

func (p *printed) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

// head writes a heading with a line under it.
func (p *printed) head(title string) {
	p.line("")
	p.line("%s", title)
	p.line("%s", strings.Repeat("─", len([]rune(title))))
}

// number writes a number as Vietnamese papers do: 1.500.000 and 2,5.
func number(v any) string { return message.NewPrinter(language.Vietnamese).Sprint(v) }

// decimals writes a number with a fixed number of decimals, Vietnamese separators.
func decimals(v float64, n int) string {
	return message.NewPrinter(language.Vietnamese).Sprintf("%.*f", n, v)
}

// dateFlag is a flag that holds a day.
type dateFlag date.Date

// String implements pflag.Value.
func (f *dateFlag) String() string { return date.Date(*f).String() }

// Type implements pflag.Value.
func (f *dateFlag) Type() string { return "DATE" }

// Set reads YYYY-MM-DD or DD/MM/YYYY.
func (f *dateFlag) Set(s string) error {
	if p := strings.Split(s, "/"); len(p) == 3 {
		s = fmt.Sprintf("%s-%02s-%02s", p[2], p[1], p[0])
	}
	d, err := date.Parse(s)
	if err != nil {
		return fmt.Errorf("ngày “%s” không đúng: viết NĂM-THÁNG-NGÀY, thí dụ 2024-10-01", s)
	}
	*f = dateFlag(d)
	return nil
}

// formatOf refuses a format that is none of those a command has.
func formatOf(value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	list := strings.Join(allowed, ", ")
	return errs.New(errs.Invalid, "--%s “%s” is not valid; choose one of: %s", "format", value, list)
}

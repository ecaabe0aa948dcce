package law

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/errs"
)

// Fault is one thing wrong in a law file.
type Fault struct {
	File string
	Line int
	Text errs.Text
}

// String returns "file:line: message".
func (f Fault) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text.VI) }

// Faults are all the faults of a law folder; none hides another.
type Faults []Fault

// Error lists the faults, a line each.
func (fs Faults) Error() string {
	var b strings.Builder
	for i, f := range fs {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(f.String())
	}
	return b.String()
}

// sorted returns the faults by file and line, each once.
func (fs Faults) sorted() Faults {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, strings.Compare(a.Text.VI, b.Text.VI))
	})
	return slices.Compact(fs)
}

// faultAt records a fault of a file at a path of keys and indexes.
func (l *fields) faultAt(f *file, path []any, text errs.Text) {
	l.faults = append(l.faults, Fault{f.path, f.line(path...), text})
}

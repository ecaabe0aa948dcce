package document

import (
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
)

// NumberState is what became of a number of a series.
type NumberState string

// The states of a number. Missing is never kept: it is a number below the last one of which nothing is known.
const (
	Reserved NumberState = "reserved"
	Used     NumberState = "used" // by a document of the register
	Void     NumberState = "void" // it was reserved and is never used
	Missing  NumberState = "missing"
)

// Title is the state's name.
func (s NumberState) Title() errs.Text {
	switch s {
	case Reserved:
		return errs.T("number|Reserved")
	case Used:
		return errs.T("number|Issued")
	case Void:
		return errs.T("number|Given up")
	case Missing:
		return errs.T("number|Missing")
	}
	return errs.Text{VI: string(s), EN: string(s)}
}

// NumberOf is the number of a document as it counts in its series: of 45 and of 45a it is 45; 0 where there is none.
func NumberOf(text string) int {
	end := 0
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(strings.TrimLeft(text[:end], "0"))
	if err != nil || n > MostNumber {
		return 0
	}
	return n
}

// MostNumber is how far a series counts.
const MostNumber = 100_000

// Gaps are the numbers from 1 to the last known one of which nothing is known, at most so many.
func Gaps(known []int, most int) (out []int) {
	known = slices.Compact(slices.Sorted(slices.Values(known)))
	next := 1
	for _, n := range known {
		for ; next < n && len(out) < most; next++ {
			out = append(out, next)
		}
		next = max(next, n+1)
	}
	return out
}

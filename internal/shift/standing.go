package shift

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/outlook"
	"giamngheo/internal/words"
)

// Figures are what is known of a line on a day, as a submission keeps them.
type Figures struct {
	Line       int64          `json:"line"`
	A          money.Dong     `json:"a"`                // available
	K          money.Dong     `json:"k"`                // disbursed
	C          money.Dong     `json:"c"`                // promised by contracts
	Unspent    money.Dong     `json:"unspent"`          // forecast to stay unspent on 31/12, at the least
	Method     outlook.Method `json:"method,omitempty"` // of the forecast; "": there is none, and nothing is to spare
	Short      money.Dong     `json:"short,omitempty"`  // accepted and unpaid beyond what contracts have of the line
	Planned    money.Dong     `json:"planned,omitempty"`
	Activities int            `json:"activities,omitempty"` // of so many that cost Planned
	Listed     money.Dong     `json:"listed,omitempty"`     // of lists of people that wait to be paid
}

// Standing is a line with its figures.
type Standing struct {
	Line
	Figures
}

// B is unspent by now.
func (f *Figures) B() money.Dong { return f.A - f.K }

// Free is what is neither spent nor promised by contracts.
func (f *Figures) Free() money.Dong { return f.A - max(f.C, f.K) }

// Needs is what a line needs for the year: what is promised and accepted, what its activities are planned at, or what
// is spent and waits to be paid to people, whatever is most. They are the same work seen from three sides, and are not
// added up.
func (f *Figures) Needs() money.Dong { return max(max(f.C, f.K)+f.Short, f.Planned, f.K+f.Listed) }

// Lacks is what a line needs beyond what it has.
func (f *Figures) Lacks() money.Dong { return max(0, f.Needs()-f.A) }

// Spare is what will stay unspent by the forecast and is needed for nothing that is known.
func (f *Figures) Spare() money.Dong {
	if f.Method == "" {
		return 0
	}
	return max(0, min(f.Unspent, f.A-f.Needs()))
}

// Whys say why a line lacks money, each with its numbers.
func (f *Figures) Whys() (out []errs.Text) {
	if f.C > f.A {
		out = append(out, errs.T("contracts promise %s đồng, %s more than the line has", num(f.C), num(f.C-f.A)))
	}
	if f.Short > 0 {
		out = append(out, errs.T("%s đồng are accepted and unpaid beyond what contracts have of the line", num(f.Short)))
	}
	if f.Planned > f.A {
		out = append(out, errs.T("%d activities of the year are planned at %s đồng, %s more than the line has",
			f.Activities, num(f.Planned), num(f.Planned-f.A)))
	}
	if f.K+f.Listed > f.A {
		out = append(out, errs.T("lists of people wait for %s đồng, and %s are unspent", num(f.Listed), num(f.B())))
	}
	return out
}

// Left says why a line can spare money.
func (f *Figures) Left() errs.Text {
	if f.Method == "" {
		return errs.T("nothing is forecast of it")
	}
	return errs.T("%s đồng are forecast to stay unspent on 31/12 (%s); %s are neither spent nor promised nor planned",
		num(f.Unspent), f.Method.Title(), num(max(0, f.A-f.Needs())))
}

func num(d money.Dong) any { return words.Number(int64(d)) }

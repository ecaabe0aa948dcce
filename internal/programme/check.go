package programme

import (
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

// The reasons to refuse a support; their titles and articles are data (Refusal).
const (
	FutureDay         = "future_day"
	OutsideProgramme  = "outside_programme"
	CarryOver         = "carry_over"
	ProgrammeOpen     = "programme_open"
	BeforeRecognition = "before_recognition"
	OutsideGroup      = "outside_group"
	GroupUnknown      = "group_unknown"
	MemberUnknown     = "member_unknown"
	Twice             = "twice"
	SecondStatus      = "second_status"
	Duplicate         = "duplicate"
	OverNorm          = "over_norm"
	NormUnknown       = "norm_unknown"
	NormOfProvince    = "norm_of_province"
	StatusUnknown     = "status_unknown"
	NoNorm            = "no_norm"
	BadQuantity       = "quantity"
	BadAmount         = "amount"
	UnlikelyAmount    = "unlikely_amount"
	BadSource         = "source"
	MissingDetail     = "missing_detail"
	WrongDetail       = "wrong_detail"
	DoubleFunding     = "double_funding"
	NoActivity        = "no_activity"
	NotApproved       = "activity_not_approved"
	ActivityClosed    = "activity_closed"
	ActivityFull      = "activity_full"
	ActivityDay       = "activity_day"
)

func refusalCodes() []string {
	return []string{FutureDay, OutsideProgramme, CarryOver, ProgrammeOpen, BeforeRecognition, OutsideGroup,
		GroupUnknown, MemberUnknown, Twice, SecondStatus,
		Duplicate, OverNorm, NormUnknown, NormOfProvince, StatusUnknown, NoNorm, BadQuantity, BadAmount, BadSource,
		MissingDetail, WrongDetail, DoubleFunding, NoActivity, NotApproved,
		ActivityClosed, ActivityFull, ActivityDay}
}

// Asked is a support to be recorded with what is known of its receiver. Support.Facts are those of its day.
type Asked struct {
	Kind    *Kind
	Support *Support
	Record  *household.Household // as on the support's day; nil where there is none
	Member  *household.Member    // of the record; nil for the household as a whole
	// Recognised is the first day of the recognition in force on the support's day; where none is, the first day of
	// the next one; zero where there is none at all.
	Recognised date.Date
	Given      []Support // the valid ones of the same household, this one left out
	Activity   *Activity // that of Support.Activity; nil where it is not there
	Taken      int64     // quantity already recorded under the activity, this one left out
	Today      date.Date
}

// checking is one check under way.
type checking struct {
	*Asked
	r         *Rules
	k         *kindRule
	node      *Node      // nil: outside any project
	programme *Programme // nil likewise
	is        subject
	out       []Finding
}

// Check returns every reason to refuse a support, each with its article; none means that it may be recorded. The rules
// must be those of the support's day. A kind that the catalogue does not have is refused too.
func (r *Rules) Check(a *Asked) []Finding {
	x := &checking{Asked: a, r: r, is: subject{a.Support.Facts, a.Record, a.Member}}
	if a.Kind == nil || r.kinds[a.Kind.Code] == nil {
		x.add(WrongDetail, "", errs.T("there is no kind of support “%s”; choose one of the catalogue", a.Support.Kind))
		return x.out
	}
	if a.Support.Day.IsZero() {
		x.add(FutureDay, "", errs.T("the day is missing; fill it in"))
		return x.out
	}
	x.k = r.kinds[a.Kind.Code]
	if x.node = r.catalogue.NodeOf(a.Kind, a.Support, a.Activity); x.node != nil {
		x.programme = r.catalogue.Programme(x.node.programme)
	}
	x.day()
	x.receiver()
	x.again()
	x.sums()
	x.details()
	norming{x}.norms()
	x.activity()
	return x.out
}

// Allowed returns the findings that no overrule takes away: an overrulable one falls by an overrule of its code with a
// reason and with who gave it. Empty means that the support may be recorded.
func (r *Rules) Allowed(findings []Finding, overrules []Overrule) (refused []Finding) {
	for _, f := range findings {
		overruled := slices.ContainsFunc(overrules, func(o Overrule) bool {
			return o.Code == f.Code && o.By != 0 && strings.TrimSpace(o.Reason) != ""
		})
		if !f.Overrulable || !overruled {
			refused = append(refused, f)
		}
	}
	return refused
}

// add records a finding; an empty cite is the article that the data gives for its code.
func (x *checking) add(code, cite string, text errs.Text) {
	refusal := x.r.catalogue.Refusal(code)
	f := Finding{Code: code, Text: text, Cite: cite}
	if refusal != nil {
		f.Overrulable = refusal.Overrulable
		if f.Cite == "" {
			f.Cite = refusal.cite(x.programmeCode(), x.Support.Day)
		}
	}
	x.out = append(x.out, f)
}

func (x *checking) programmeCode() string {
	if x.programme == nil {
		return ""
	}
	return x.programme.Code
}

// day checks the day against today, the programme and the money that may still be spent.
func (x *checking) day() {
	s := x.Support
	if s.Day > x.Today {
		x.add(FutureDay, "", errs.T("the day (%s) has not come; record what was done, change the day", s.Day))
	}
	p := x.programme
	if p == nil {
		return
	}
	fund := x.r.catalogue.Fund(s.Source)
	until := until(p)
	switch {
	case s.Day < p.From || s.Day > p.Last():
		cite := p.Cite
		if s.Day > p.Last() && p.SpendCite != "" {
			cite = p.SpendCite
		}
		x.add(OutsideProgramme, cite,
			errs.T(
				"the day %s lies outside the programme (%s – %s%s); change the day, or record it under another programme", s.Day, p.From, p.To, until))
	case s.Day > p.To && fund != nil && fund.State && !fund.Carried:
		x.add(CarryOver, p.SpendCite,
			errs.T("after %s only money carried over may be spent%s; choose a carried-over fund, or change the day",
				p.To, until))
	case x.node.Sample:
		x.add(ProgrammeOpen, p.Cite,
			errs.T(
				"what “%s” supports has not been filled in (SAMPLE); if the money was carried over from 2021-2025, choose that fund; if not, give the reason and the document", p.Name))
	}
}

func until(p *Programme) errs.Text {
	if p.SpendUntil.IsZero() {
		return errs.Text{}
	}
	return errs.T(", spending until %s", p.SpendUntil)
}

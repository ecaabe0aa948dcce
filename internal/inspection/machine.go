package inspection

import (
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/words"
)

// step is one row of the machine's table.
type step struct {
	title errs.Text
	may   access.Action
	in    []State // in which it can be taken
	team  bool    // only by the team; who declared a conflict takes none
	do    func(*Visit, *Event) error
}

// steps are the machine. It is set once below, for Apply reads it. Not to be changed.
var steps = map[Step]step{
	Begin:    {errs.T("visit put into the plan"), access.PlanChecks, nil, false, (*Visit).begin},
	Register: {errs.T("conclusion of another body registered"), access.PlanChecks, nil, false, (*Visit).register},
	Declare:  {errs.T("interests declared"), access.RunChecks, []State{Planned, Announced}, false, (*Visit).declare},
	Announce: {errs.T("visit announced"), access.RunChecks, []State{Planned}, true, (*Visit).announce},
	GoOut:    {errs.T("visit begun"), access.RunChecks, []State{Announced}, true, (*Visit).goOut},
	Check:    {errs.T("checklist filled in"), access.RunChecks, []State{InField}, true, (*Visit).check},
	Find:     {errs.T("finding written"), access.RunChecks, []State{InField}, true, (*Visit).find},
	Draw:     {errs.T("sample of the check drawn"), access.RunChecks, []State{InField}, true, drawSample},
	LookAt:   {errs.T("sample of the check looked at"), access.RunChecks, []State{InField}, true, lookAtSample},
	Settle: {errs.T("finding settled"), access.RunChecks, []State{InField, Drafted, Answered}, true,
		(*Visit).settle},
	Draft:    {errs.T("draft sent to the unit"), access.RunChecks, []State{InField}, true, (*Visit).draft},
	Reply:    {errs.T("draft answered by the unit"), access.AnswerChecks, []State{Drafted}, false, (*Visit).reply},
	Conclude: {errs.T("visit concluded"), access.RunChecks, []State{Drafted, Answered}, true, (*Visit).conclude},
	Recommend: {
		errs.T("recommendation issued"),
		access.RunChecks,
		[]State{Concluded, Following},
		true,
		(*Visit).recommend,
	},
	Accept:   {errs.T("recommendation accepted"), access.AnswerChecks, []State{Following}, false, ofRec(accept)},
	Object:   {errs.T("recommendation objected to"), access.AnswerChecks, []State{Following}, false, ofRec(object)},
	Uphold:   {errs.T("recommendation upheld"), access.VerifyChecks, []State{Following}, false, ofRec(uphold)},
	Withdraw: {errs.T("recommendation withdrawn"), access.VerifyChecks, []State{Following}, false, ofRec(withdraw)},
	Claim:    {errs.T("recommendation said to be done"), access.AnswerChecks, []State{Following}, false, ofRec(claim)},
	Verify:   {errs.T("remedy verified"), access.VerifyChecks, []State{Following}, false, ofRec(verify)},
	SendBack: {errs.T("remedy sent back"), access.VerifyChecks, []State{Following}, false, ofRec(sendBack)},
	Recover:  {errs.T("money recovered"), access.VerifyChecks, []State{Following}, false, ofRec(recovered)},
	StrikeOut: {
		errs.T("recovery struck out"),
		access.VerifyChecks,
		[]State{Following, Closed},
		false,
		ofRec(strikeOut),
	},
	Waive:    {errs.T("recovery waived"), access.VerifyChecks, []State{Following}, false, ofRec(waive)},
	CloseRec: {errs.T("recommendation closed"), access.VerifyChecks, []State{Following}, false, ofRec(closeRec)},
	Close:    {errs.T("visit closed"), access.RunChecks, []State{Concluded, Following}, true, (*Visit).close},
	Cancel: {
		errs.T("visit cancelled"),
		access.PlanChecks,
		[]State{Planned, Announced, InField},
		false,
		(*Visit).cancel,
	},
}

// Steps lists the steps, in no order.
func Steps() (out []Step) {
	for s := range steps {
		out = append(out, s)
	}
	return out
}

// Replay makes a visit of its events.
func Replay(events []Event) (*Visit, error) {
	v := &Visit{}
	for i := range events {
		if err := v.Apply(&events[i]); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// Allows reports whether a step can follow as the visit stands, for a person; what it says is not looked at.
func (v *Visit) Allows(s Step, by int64) bool {
	one, ok := steps[s]
	if !ok || !slices.Contains(one.in, v.State) {
		return false
	}
	if !one.team || v.Origin != Own {
		return true
	}
	m := v.Member(by)
	return m != nil && m.Conflict == ""
}

// Apply takes a step, or refuses it and leaves the visit as it was. It is the only place where a visit changes. The
// event's number is set here. Errors: errs.Invalid, errs.Conflict, errs.Forbidden.
func (v *Visit) Apply(e *Event) error {
	one, ok := steps[e.Step]
	if !ok {
		return errs.New(errs.Invalid, "there is no such step")
	}
	if first := e.Step == Begin || e.Step == Register; first != (v.State == "") ||
		!first && !slices.Contains(one.in, v.State) {
		return errs.New(errs.Conflict, "the visit is “%s” by now: “%s” does not follow; look at the page again",
			v.State.Title(), one.title)
	}
	if one.team && v.Origin == Own {
		if m := v.Member(e.By); m == nil || m.Conflict != "" {
			return errs.New(
				errs.Forbidden,
				"only the team of this visit takes this step, without those who declared an interest",
			)
		}
	}
	if err := one.do(v, e); err != nil {
		return err
	}
	v.Seq++
	e.Seq = v.Seq
	return nil
}

// most letters of texts; least of a reason.
const (
	mostText    = 4000
	leastReason = 10
)

func said(text string) (string, error) {
	text = strings.TrimSpace(text)
	if n := len([]rune(text)); n < leastReason || n > mostText {
		return "", errs.New(errs.Invalid, "say it in %d to %d letters", leastReason, mostText)
	}
	return text, nil
}

func (m *Matter) sound() error {
	text, err := said(m.Subject)
	if err != nil {
		return errs.New(errs.Invalid, "say what the visit is about, in %d to %d letters", leastReason, mostText)
	}
	m.Subject = text
	switch {
	case m.Unit == "" || m.Year < 2000 || m.Year > 2100:
		return errs.New(errs.Invalid, "choose the unit and the year of the visit")
	case m.Month < 0 || m.Month > 12 || len(m.Nodes) > 30 || len(m.Team) > 20 || len([]rune(m.Period)) > 200 ||
		len([]rune(m.Why)) > mostText:
		return errs.New(errs.Invalid, "the visit cannot be so: check its month, projects and team")
	}
	return nil
}

func (v *Visit) begin(e *Event) error {
	if e.Matter == nil || e.Matter.Origin != Own {
		return errs.New(errs.Invalid, "choose the unit and the year of the visit")
	}
	m := *e.Matter
	if err := m.sound(); err != nil {
		return err
	}
	leads, seen := 0, map[int64]bool{}
	for i := range m.Team {
		if m.Team[i].Lead {
			leads++
		}
		if m.Team[i].Account == 0 || seen[m.Team[i].Account] || m.Team[i].Declared {
			return errs.New(errs.Invalid, "each of the team is named once")
		}
		seen[m.Team[i].Account] = true
	}
	if leads != 1 {
		return errs.New(errs.Invalid, "a team has one head")
	}
	v.Matter, v.State = m, Planned
	return nil
}

func (v *Visit) register(e *Event) error {
	if e.Matter == nil || e.Matter.Origin != Inspectors && e.Matter.Origin != StateAudit {
		return errs.New(errs.Invalid, "choose whose conclusion it is")
	}
	m := *e.Matter
	if err := m.sound(); err != nil {
		return err
	}
	if e.Document == 0 {
		return errs.New(errs.Invalid, "choose the document of the conclusion; enter it into the register first")
	}
	v.Matter, v.State, v.Document, v.Symbol, v.Concluded, v.Summary = m, Concluded, e.Document, e.Symbol, e.Day,
		m.Subject
	return nil
}

func (v *Visit) declare(e *Event) error {
	m := v.Member(e.By)
	if m == nil {
		return errs.New(errs.Forbidden, "only the team declares its interests")
	}
	if len([]rune(e.Reason)) > mostText {
		return errs.New(errs.Invalid, "say it in %d to %d letters", 0, mostText)
	}
	v.Team = slices.Clone(v.Team)
	m = v.Member(e.By)
	m.Declared, m.Conflict = true, strings.TrimSpace(e.Reason)
	return nil
}

// declared refuses to go on before everybody of the team has said whether they have an interest.
func (v *Visit) declared() error {
	for i := range v.Team {
		m := &v.Team[i]
		if !m.Declared {
			return errs.New(errs.Invalid, "%s has not declared yet whether they have an interest in this unit", m.Name)
		}
		if m.Lead && m.Conflict != "" {
			return errs.New(
				errs.Invalid,
				"the team’s head has declared an interest: cancel the visit and plan it with another head",
			)
		}
	}
	return nil
}

func (v *Visit) announce(e *Event) error {
	content, err := said(e.Content)
	if err != nil {
		return errs.New(errs.Invalid, "say what the visit looks at, in %d to %d letters", leastReason, mostText)
	}
	if len([]rune(e.Asked)) > mostText {
		return errs.New(errs.Invalid, "say it in %d to %d letters", 0, mostText)
	}
	reason := strings.TrimSpace(e.Reason)
	if e.From < e.Day {
		return errs.New(errs.Invalid, "the day of the visit lies before its announcement")
	}
	if e.From < e.Earliest {
		if _, err := said(reason); err != nil {
			return errs.New(
				errs.Invalid,
				"the visit can begin on %s at the earliest, by the days of notice; or give the reason for a visit without notice",
				e.Earliest,
			)
		}
	} else {
		reason = ""
	}
	if err := v.declared(); err != nil {
		return err
	}
	v.State, v.From, v.Content, v.Asked, v.Surprise = Announced, e.From, content, strings.TrimSpace(e.Asked), reason
	return nil
}

func (v *Visit) goOut(e *Event) error {
	if e.Day < v.From {
		return errs.New(errs.Invalid, "the visit was announced for %s", v.From)
	}
	if err := v.declared(); err != nil {
		return err
	}
	v.State = InField
	return nil
}

func (v *Visit) check(e *Event) error {
	if len(e.Checks) > 200 {
		return errs.New(errs.Invalid, "a checklist has at most %d answers", 200)
	}
	for _, a := range e.Checks {
		if !slices.Contains(Results(), a.Result) || len([]rune(a.Note)) > mostText {
			return errs.New(errs.Invalid, "choose an answer to each question that you answer")
		}
		if a.Result == No && strings.TrimSpace(a.Note) == "" {
			return errs.New(errs.Invalid, "where the answer is “no”, write what you saw")
		}
	}
	checks := make(map[string]Answer, len(v.Checks)+len(e.Checks))
	for code, a := range v.Checks {
		checks[code] = a
	}
	for code, a := range e.Checks {
		a.By, a.Note = e.By, strings.TrimSpace(a.Note)
		checks[code] = a
	}
	v.Checks = checks
	return nil
}

// most findings, links and recommendations of a visit.
const (
	mostFindings = 200
	mostLinks    = 50
)

func (v *Visit) find(e *Event) error {
	if e.Finding == nil {
		return errs.New(errs.Invalid, "there is no such finding")
	}
	f := *e.Finding
	f.Text, f.Article = strings.TrimSpace(f.Text), strings.TrimSpace(f.Article)
	had := v.Finding(f.No)
	switch {
	case f.No != 0 && (had == nil || had.State != FindingDraft):
		return errs.New(errs.Conflict, "only a draft of a finding is changed")
	case f.No == 0 && len(v.Findings) >= mostFindings:
		return errs.New(errs.Invalid, "a visit has at most %d findings", mostFindings)
	case f.Code == "" || f.Severity < 1 || f.Severity > 3:
		return errs.New(errs.Invalid, "choose the kind of the finding and how grave it is")
	case f.Text == "" || len([]rune(f.Text)) > mostText || len([]rune(f.Article)) > 300:
		return errs.New(errs.Invalid, "say what was found, in at most %d letters", mostText)
	case f.Amount < 0 || len(f.Links) > mostLinks:
		return errs.New(errs.Invalid, "an amount is 0 or more, and a finding points at no more than %d rows", mostLinks)
	}
	if worth, has := f.worth(); has && f.Amount > worth {
		return errs.New(
			errs.Invalid,
			"the finding’s amount of %s is more than what it points at is worth: %s",
			num(f.Amount),
			num(worth),
		)
	}
	f.State, f.By, f.Answer, f.Reason = FindingDraft, e.By, "", ""
	if f.No == 0 {
		f.No = len(v.Findings) + 1
		v.Findings = append(slices.Clone(v.Findings), f)
		return nil
	}
	v.Findings = slices.Clone(v.Findings)
	v.Findings[f.No-1] = f
	return nil
}

// worth is what the rows of a finding are worth together; false where none of them has an amount.
func (f *Finding) worth() (sum household.Dong, has bool) {
	for _, l := range f.Links {
		if l.Worth > 0 {
			sum, has = sum+l.Worth, true
		}
	}
	return sum, has
}

// Lacks says why a finding cannot be stated yet. Errors: errs.Invalid.
func (f *Finding) Lacks() error {
	switch {
	case len(f.Links) == 0:
		return errs.New(
			errs.Invalid,
			"finding %d points at nothing: name the household, support, payment or paper, or drop it",
			f.No,
		)
	case f.Article == "":
		return errs.New(errs.Invalid, "finding %d names no article: write which rule was not kept, or drop it", f.No)
	}
	if _, has := f.worth(); f.Amount > 0 && !has {
		return errs.New(errs.Invalid, "finding %d has an amount and points at nothing that has one", f.No)
	}
	return nil
}

func (v *Visit) settle(e *Event) error {
	f := v.Finding(e.No)
	switch {
	case f == nil:
		return errs.New(errs.NotFound, "there is no such finding")
	case f.State == FindingDraft && e.Confirm:
		return errs.New(errs.Conflict, "a draft is stated to the unit first")
	case f.State == FindingDropped || f.State == FindingConfirmed,
		v.State == Drafted && e.Confirm && f.State == FindingStated:
		return errs.New(errs.Conflict, "the finding is “%s”: it cannot be settled now", f.State.Title())
	}
	reason := strings.TrimSpace(e.Reason)
	if !e.Confirm || f.State == FindingContested {
		var err error
		if reason, err = said(e.Reason); err != nil {
			return errs.New(errs.Invalid, "give the reason, in %d to %d letters", leastReason, mostText)
		}
	}
	v.Findings = slices.Clone(v.Findings)
	f = v.Finding(e.No)
	f.Reason, f.State = reason, FindingDropped
	if e.Confirm {
		f.State = FindingConfirmed
	}
	return nil
}

func (v *Visit) draft(e *Event) error {
	findings := slices.Clone(v.Findings)
	for i := range findings {
		f := &findings[i]
		if f.State != FindingDraft {
			continue
		}
		if err := f.Lacks(); err != nil {
			return err
		}
		f.State = FindingStated
	}
	if e.Due <= e.Day {
		return errs.New(errs.Invalid, "the unit’s term for its answer lies after today")
	}
	v.Findings, v.State, v.AnswerBy = findings, Drafted, e.Due
	return nil
}

func (v *Visit) reply(e *Event) error {
	replies := map[int]UnitReply{}
	for _, r := range e.Replies {
		replies[r.No] = r
	}
	findings := slices.Clone(v.Findings)
	for i := range findings {
		f := &findings[i]
		if f.State != FindingStated {
			continue
		}
		r, has := replies[f.No]
		if !has {
			return errs.New(errs.Invalid, "answer finding %d, too", f.No)
		}
		if len([]rune(r.Text)) > mostText || r.Contest && len([]rune(strings.TrimSpace(r.Text))) < leastReason {
			return errs.New(errs.Invalid, "say why you contest finding %d, in %d to %d letters", f.No,
				leastReason, mostText)
		}
		if f.Answer = strings.TrimSpace(r.Text); r.Contest {
			f.State = FindingContested
		}
	}
	if len([]rune(e.Content)) > mostText {
		return errs.New(errs.Invalid, "say it in %d to %d letters", 0, mostText)
	}
	v.Findings, v.State, v.Reply = findings, Answered, strings.TrimSpace(e.Content)
	return nil
}

func (v *Visit) conclude(e *Event) error {
	if v.State == Drafted && e.Day <= v.AnswerBy {
		return errs.New(
			errs.Invalid,
			"the unit has not answered, and its term runs to %s: conclude when it has answered, or after that day",
			v.AnswerBy,
		)
	}
	summary, err := said(e.Content)
	switch {
	case err != nil:
		return errs.New(errs.Invalid, "say what the visit concludes, in %d to %d letters", leastReason, mostText)
	case e.Document == 0:
		return errs.New(errs.Invalid, "choose the document of the conclusion; enter it into the register first")
	}
	findings := slices.Clone(v.Findings)
	for i := range findings {
		f := &findings[i]
		switch f.State {
		case FindingContested:
			return errs.New(errs.Invalid, "the unit contests finding %d: confirm it or drop it, with your reason", f.No)
		case FindingStated: // not contested, or not answered in time
			f.State = FindingConfirmed
		case FindingDraft, FindingConfirmed, FindingDropped:
		}
	}
	v.Findings, v.State, v.Summary, v.Concluded = findings, Concluded, summary, e.Day
	v.Document, v.Symbol = e.Document, e.Symbol
	return nil
}

func (v *Visit) recommend(e *Event) error {
	if e.Rec == nil {
		return errs.New(errs.Invalid, "there is no such recommendation")
	}
	what, err := said(e.Rec.What)
	r := Recommendation{No: len(v.Recs) + 1, Finding: e.Rec.Finding, What: what, Due: e.Rec.Due, Amount: e.Rec.Amount,
		State: RecIssued}
	f := v.Finding(r.Finding)
	switch {
	case err != nil:
		return errs.New(errs.Invalid, "say what is to be done, in %d to %d letters", leastReason, mostText)
	case len(v.Recs) >= mostFindings:
		return errs.New(errs.Invalid, "a visit has at most %d recommendations", mostFindings)
	case r.Due <= e.Day:
		return errs.New(errs.Invalid, "the day until which it is to be done lies after today")
	case r.Finding != 0 && (f == nil || f.State != FindingConfirmed):
		return errs.New(errs.Invalid, "a recommendation rests on a confirmed finding")
	case r.Amount < 0 || f != nil && r.Amount > f.Amount-v.asked(f.No):
		return errs.New(errs.Invalid, "no more is recovered than the finding’s amount")
	case r.Amount > 0 && f == nil && v.Origin == Own:
		return errs.New(errs.Invalid, "money is recovered by a finding that names its amount")
	}
	v.Recs, v.State = append(slices.Clone(v.Recs), r), Following
	return nil
}

// asked is what recommendations ask back of a finding already.
func (v *Visit) asked(finding int) (sum household.Dong) {
	for i := range v.Recs {
		if r := &v.Recs[i]; r.Finding == finding && r.State != RecWithdrawn {
			sum += r.Amount
		}
	}
	return sum
}

func (v *Visit) close(*Event) error {
	if n := v.OpenRecs(); n > 0 {
		return errs.New(errs.Invalid, "%d recommendations still run: the visit is closed when they are", n)
	}
	v.State = Closed
	return nil
}

func (v *Visit) cancel(e *Event) error {
	reason, err := said(e.Reason)
	if err != nil {
		return errs.New(errs.Invalid, "give the reason, in %d to %d letters", leastReason, mostText)
	}
	v.State, v.Reason = Cancelled, reason
	return nil
}

func num(d household.Dong) any { return words.Number(int64(d)) }

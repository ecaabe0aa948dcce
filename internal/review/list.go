package review

import (
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/poverty"
)

// Item is a household on a list.
type Item struct {
	Household int64
	Source    Source
	Requested date.Date
	Was       Standing
	Screened  bool // form A was filled in
	Unlikely  bool // form A concluded that it is not poor
	Signs     []string
	Found     *Found
	Surveyed  date.Date
	By        int64 // who surveyed it last
	Resurvey  bool  // the meeting did not agree: to be surveyed again
	Agreed    bool  // the meeting agreed
	Vote      Vote
	Attending int // at the meeting that voted
	Outcome   Outcome
	Paper     string // number of the certificate or the refusal
	Papered   date.Date
	Answers   map[string]string // to flags of quality
}

// Settled reports whether the survey is done with a household.
func (it *Item) Settled() bool {
	return it.Unlikely || it.Found != nil && it.Found.Class != poverty.Undetermined && !it.Resurvey
}

// Class is what the review finds; none for who is unlikely to be poor by form A.
func (it *Item) Class() poverty.Class {
	switch {
	case it.Unlikely:
		return poverty.None
	case it.Found == nil:
		return poverty.Undetermined
	}
	return it.Found.Class
}

// Outcome is what a decision makes of a household.
type Outcome string

// The outcomes.
const (
	Recognised      Outcome = "recognised"        // poor or near-poor (form 02)
	Escaped         Outcome = "escaped"           // from poor to neither
	EscapedNear     Outcome = "escaped_near_poor" // from poor to near-poor
	EscapedNearPoor Outcome = "near_poor_escaped" // from near-poor to neither
	Refused         Outcome = "refused"           // asked and not recognised
	Unchanged       Outcome = "none"              // neither before nor now
)

// outcome is what a decision makes of an item.
func (it *Item) outcome() Outcome {
	now := it.Class()
	low := now == poverty.Poor || now == poverty.NearPoor
	switch {
	case it.EscapeRefused():
		return Refused
	case it.Was.Class == poverty.Poor && now == poverty.NearPoor:
		return EscapedNear
	case low:
		return Recognised
	case it.Was.Class == poverty.Poor:
		return Escaped
	case it.Was.Class == poverty.NearPoor:
		return EscapedNearPoor
	case it.Source == Request01 || it.Source == Contested:
		return Refused
	}
	return Unchanged
}

// Expected is what a decision would make of a household as it stands; what was decided is its Outcome.
func (it *Item) Expected() Outcome {
	if it.Outcome != "" {
		return it.Outcome
	}
	return it.outcome()
}

// EscapeRefused reports whether a household asked by form 04 to be recognised as escaped and stays what it was.
func (it *Item) EscapeRefused() bool { return it.Source == Request04 && it.Class() == it.Was.Class }

// Gathering is one village meeting.
type Gathering struct {
	Day              date.Date
	Place            string
	Chair, Secretary string
	Attendance       int
	Votes            []Vote
	Void             bool // the list went back behind it
}

// Publication is one public posting: Day is when it was put up, Ends its last day.
type Publication struct {
	Day, Ends date.Date
	Place     string
	Again     bool
	Void      bool
}

// Complaint is one complaint during a posting, or the district's wish that a household be looked at again (From empty).
type Complaint struct {
	No         int
	Household  int64
	Day, Due   date.Date
	From, Text string
	Done       date.Date
	Result     string
	Posted     bool // its re-check has been posted
}

// List is the review of one hamlet: its households and how far it has come. Its zero value with a Campaign is an empty
// list.
type List struct {
	Campaign   *Campaign
	Stage      Stage
	Items      []*Item
	Meetings   []Gathering
	Postings   []Publication
	Complaints []Complaint
	Sent       date.Date // to the district
	OpinionDue date.Date
	Opinion    date.Date
	Decided    date.Date
	Number     string
	EscapeNo   string // of a decision of its own for escapes, as offices once had; new ones have one number (form 02)
	Signer     string
	Surveyors  []int64
	Last       date.Date // the last day of a step
	Seq        int

	index     map[int64]*Item
	replaying bool // what happened stands: its terms are not asked of the calendar again
}

// Replay builds a list from its events.
func Replay(p *Procedure, c *Campaign, events []Event) (*List, error) {
	l := &List{Campaign: c, replaying: true}
	defer func() { l.replaying = false }()
	for i := range events {
		if err := l.Apply(p, &events[i]); err != nil {
			return nil, fmt.Errorf("review.Replay: event %d, %s: %w", events[i].Seq, events[i].Step, err)
		}
	}
	return l, nil
}

// Item returns a household's item, nil where it is not on the list.
func (l *List) Item(household int64) *Item { return l.index[household] }

// refuse makes the error of a step that may not be taken.
func refuse(text errs.Text) error { return errs.Of(errs.Invalid, text) }

// taking is a list while a step is taken: one method a step, each called by Apply alone.
type taking struct{ *List }

// Apply takes one step, or says why it may not be taken and changes nothing. Errors: errs.Invalid, errs.Conflict (the
// step belongs to another stage), errs.Forbidden (decided by who surveyed).
func (l *List) Apply(p *Procedure, e *Event) error {
	if l.index == nil {
		l.index = map[int64]*Item{}
	}
	step, ok := steps[e.Step]
	if !ok {
		return refuse(errs.T("there is no step “%s”", e.Step))
	}
	if !slices.Contains(step.in, l.Stage) {
		return errs.New(errs.Conflict, "the list is at “%s”; this is done at “%s”", l.Stage.Title(), step.in[0].Title())
	}
	if step.dated {
		if err := l.dated(e); err != nil {
			return err
		}
	}
	if err := step.take(taking{l}, p, e); err != nil {
		return err
	}
	l.Seq++
	e.Seq = l.Seq
	if step.dated && e.Day > l.Last {
		l.Last = e.Day
	}
	return nil
}

// dated refuses a step without a day, before the campaign opens or before the step that it follows.
func (l *List) dated(e *Event) error {
	switch {
	case e.Day.IsZero():
		return refuse(errs.T("give the day of this step"))
	case e.Day < l.Campaign.Opens:
		return refuse(errs.T("%s lies before the review begins (%s)", e.Day, l.Campaign.Opens))
	case e.Day < l.Last:
		return refuse(errs.T("%s lies before the step that it follows (%s)", e.Day, l.Last))
	}
	return nil
}

type stepRule struct {
	in    []Stage
	dated bool
	take  func(taking, *Procedure, *Event) error
}

var anyStage = []Stage{Listing, Surveying, Meeting, Posting, Opinion, Deciding, Certifying, Finished}

// steps is the table of the machine: at which stages a step may be taken, and what it does. Not to be changed.
var steps = map[Step]stepRule{
	AddHousehold:    {[]Stage{Listing, Surveying}, false, taking.add},
	RemoveHousehold: {[]Stage{Listing, Surveying}, false, taking.remove},
	CloseList:       {[]Stage{Listing}, true, taking.closeList},
	FormA:           {[]Stage{Surveying}, true, taking.formA},
	FormB:           {[]Stage{Surveying}, true, taking.formB},
	CloseSurvey:     {[]Stage{Surveying}, true, taking.closeSurvey},
	HoldMeeting:     {[]Stage{Meeting}, true, taking.meet},
	Post:            {[]Stage{Posting}, true, taking.post},
	Complain:        {[]Stage{Posting}, false, taking.complain},
	Recheck:         {[]Stage{Posting}, false, taking.recheck},
	ClosePosting:    {[]Stage{Posting}, true, taking.closePosting},
	SendOpinion:     {[]Stage{Opinion}, true, taking.send},
	GiveOpinion:     {[]Stage{Opinion}, true, taking.opine},
	// at Opinion only once there is no district any more
	Decide:       {[]Stage{Deciding, Opinion}, true, taking.decide},
	Certify:      {[]Stage{Certifying}, true, taking.certify},
	Refuse:       {[]Stage{Certifying}, true, taking.refuseItem},
	GoBack:       {[]Stage{Surveying, Meeting, Posting, Opinion, Deciding}, false, taking.goBack},
	Answer:       {anyStage, false, taking.answer},
	MoveDeadline: {anyStage, false, move},
	Carry:        {anyStage, false, func(taking, *Procedure, *Event) error { return nil }},
	RenameHamlet: {anyStage, false, func(taking, *Procedure, *Event) error { return nil }},
}

func (l taking) add(_ *Procedure, e *Event) error {
	if e.Household <= 0 {
		return refuse(errs.T("choose a household"))
	}
	if l.Item(e.Household) != nil {
		return errs.New(errs.Conflict, "this household is on the list already")
	}
	if e.Source == Request04 && e.Was.Class != poverty.Poor && e.Was.Class != poverty.NearPoor {
		return refuse(errs.T("form 04 is for households that are poor or near-poor now"))
	}
	if l.Campaign.Kind == Annual && e.Source == Request04 {
		return refuse(errs.T("the yearly review looks at every managed household; form 04 is for a monthly one"))
	}
	if l.Campaign.Kind == Monthly && e.Source == Managed {
		return refuse(errs.T("a monthly review looks at requests only (forms 01 and 04)"))
	}
	l.put(&Item{Household: e.Household, Source: e.Source, Requested: e.Day, Was: e.Was})
	return nil
}

func (l *List) put(it *Item) {
	l.Items = append(l.Items, it)
	l.index[it.Household] = it
}

func (l *List) known(e *Event) (*Item, error) {
	if it := l.Item(e.Household); it != nil {
		return it, nil
	}
	return nil, errs.New(errs.NotFound, "this household is not on the list")
}

func (l taking) remove(_ *Procedure, e *Event) error {
	it, err := l.known(e)
	if err != nil {
		return err
	}
	if err := reasoned(e); err != nil {
		return err
	}
	if it.Found != nil || it.Unlikely {
		return refuse(errs.T("the household has been surveyed and cannot be taken off the list"))
	}
	l.Items = slices.DeleteFunc(l.Items, func(o *Item) bool { return o == it })
	delete(l.index, e.Household)
	return nil
}

func reasoned(e *Event) error {
	if len([]rune(strings.TrimSpace(e.Reason))) < 5 {
		return refuse(errs.T("give a reason (5 letters or more)"))
	}
	return nil
}

func (l taking) closeList(_ *Procedure, _ *Event) error {
	if len(l.Items) == 0 {
		return refuse(errs.T("there is no household on the list yet"))
	}
	l.Stage = Surveying
	return nil
}

// surveyable returns an item whose forms may be filled in now.
func (l *List) surveyable(e *Event) (*Item, error) {
	it, err := l.known(e)
	if err != nil {
		return nil, err
	}
	if it.Agreed {
		return nil,
			errs.New(errs.Conflict,
				"the meeting has agreed on this household; to change it, return the list with a reason")
	}
	return it, nil
}

func (l taking) formA(_ *Procedure, e *Event) error {
	it, err := l.surveyable(e)
	if err != nil {
		return err
	}
	if it.Source == Managed {
		return refuse(errs.T("form A is for requests; managed households begin with form B"))
	}
	it.Screened, it.Unlikely, it.Signs, it.Surveyed, it.By = true, e.Unlikely, e.Signs, e.Day, e.By
	if it.Unlikely {
		it.Found, it.Resurvey = nil, false
	}
	l.surveyedBy(e.By)
	return nil
}

func (l taking) formB(_ *Procedure, e *Event) error {
	it, err := l.surveyable(e)
	if err != nil {
		return err
	}
	switch {
	case e.Found == nil:
		return refuse(errs.T("form B has no result"))
	case it.Source == Request01 && !it.Screened:
		return errs.New(errs.Conflict, "a request needs form A before form B")
	case it.Unlikely:
		return errs.New(errs.Conflict, "form A concluded that the household is not poor; change it before form B")
	}
	it.Found, it.Surveyed, it.By, it.Resurvey = e.Found, e.Day, e.By, false
	l.surveyedBy(e.By)
	return nil
}

func (l *List) surveyedBy(account int64) {
	if !slices.Contains(l.Surveyors, account) {
		l.Surveyors = append(l.Surveyors, account)
	}
}

// Unsettled counts households whose survey is missing, and those whose answers do not decide a class.
func (l *List) Unsettled() (missing, undetermined int) {
	for _, it := range l.Items {
		switch {
		case it.Settled():
		case it.Found != nil && !it.Resurvey:
			undetermined++
		default:
			missing++
		}
	}
	return missing, undetermined
}

func (l taking) closeSurvey(_ *Procedure, _ *Event) error {
	if missing, undetermined := l.Unsettled(); missing+undetermined > 0 {
		return refuse(errs.T("not finished: %d households without a form, %d undetermined (answers are missing)",
			missing, undetermined))
	}
	l.Stage = Meeting
	return nil
}

// ToVote are the households on which the next meeting votes.
func (l *List) ToVote() (out []*Item) {
	for _, it := range l.Items {
		if !it.Agreed {
			out = append(out, it)
		}
	}
	return out
}

func (l taking) meet(p *Procedure, e *Event) error {
	percent, _, err := p.Share(e.Day)
	if err != nil {
		return err
	}
	switch {
	case e.Attendance < 1:
		return refuse(errs.T("give the number of those attending"))
	case strings.TrimSpace(e.Chair) == "" || strings.TrimSpace(e.Secretary) == "" || strings.TrimSpace(e.Place) == "":
		return refuse(errs.T("give the place, the chair (the head of the hamlet) and the secretary"))
	}
	votes := map[int64]Vote{}
	for _, v := range e.Votes {
		votes[v.Household] = v
		if v.Agree < 0 || v.Against < 0 || v.Agree+v.Against > e.Attendance {
			return refuse(errs.T("more votes (%d for + %d against) than %d people attending", v.Agree, v.Against,
				e.Attendance))
		}
	}
	asked := l.ToVote()
	for _, it := range asked {
		if _, ok := votes[it.Household]; !ok {
			return refuse(errs.T("a household has no vote yet"))
		}
		if !it.Settled() {
			return refuse(errs.T("a household is not surveyed; return the list to the survey"))
		}
	}
	if len(votes) != len(asked) || len(votes) != len(e.Votes) {
		return refuse(errs.T("a vote on a household that this meeting does not ask about"))
	}
	again := false
	for _, it := range asked {
		v := votes[it.Household]
		it.Vote, it.Attending = v, e.Attendance
		it.Agreed = int64(v.Agree)*100 >= percent*int64(e.Attendance)
		if !it.Agreed {
			it.Resurvey, it.Unlikely, it.Screened, again = true, false, it.Screened && !it.Unlikely, true
		}
	}
	l.Meetings = append(l.Meetings, Gathering{Day: e.Day, Place: e.Place, Chair: e.Chair, Secretary: e.Secretary,
		Attendance: e.Attendance, Votes: e.Votes})
	if l.Stage = Posting; again {
		l.Stage = Surveying
	}
	return nil
}

// Posted is the posting in force, nil where there is none.
func (l *List) Posted() *Publication {
	if n := len(l.Postings); n > 0 && !l.Postings[n-1].Void {
		return &l.Postings[n-1]
	}
	return nil
}

// OpenComplaints counts complaints without a re-check.
func (l *List) OpenComplaints() (n int) {
	for i := range l.Complaints {
		if l.Complaints[i].Done.IsZero() {
			n++
		}
	}
	return n
}

// NeedsPosting reports whether the list is to be put up: for the first time, or again after a re-check.
func (l *List) NeedsPosting() bool {
	if l.Posted() == nil {
		return true
	}
	return slices.ContainsFunc(l.Complaints, func(c Complaint) bool { return !c.Done.IsZero() && !c.Posted })
}

func (l taking) post(p *Procedure, e *Event) error {
	if !l.NeedsPosting() {
		return errs.New(errs.Conflict, "the list is posted; it is posted again after a re-check only")
	}
	if l.OpenComplaints() > 0 {
		return errs.New(errs.Conflict, "a complaint still waits for its re-check")
	}
	if strings.TrimSpace(e.Place) == "" {
		return refuse(errs.T("give the places of the posting"))
	}
	pub := Publication{Day: e.Day, Place: e.Place, Again: l.Posted() != nil}
	term := termPosting
	if pub.Again {
		term = termReposting
	}
	if err := until(l, p, e, term); err != nil {
		return err
	}
	pub.Ends = e.Until
	for i := range l.Complaints {
		l.Complaints[i].Posted = true // all are done
	}
	l.Postings = append(l.Postings, pub)
	return nil
}

func (l taking) complain(p *Procedure, e *Event) error {
	pub := l.Posted()
	switch {
	case pub == nil:
		return errs.New(errs.Conflict, "the list is not posted yet")
	case (e.Day < pub.Day || e.Day > pub.Ends) && !l.replaying:
		return refuse(
			errs.T(
				"complaints are taken while the list is posted (%s – %s); after that a household files form 01 or 04",
				pub.Day, pub.Ends))
	case strings.TrimSpace(e.From) == "" || strings.TrimSpace(e.Text) == "":
		return refuse(errs.T("give who complains and about what"))
	}
	if err := until(l, p, e, termRecheck); err != nil {
		return err
	}
	if l.Item(e.Household) == nil {
		if e.Household <= 0 {
			return refuse(errs.T("choose the household"))
		}
		l.put(&Item{Household: e.Household, Source: Contested, Requested: e.Day, Was: e.Was, Agreed: true})
	}
	l.Complaints = append(l.Complaints, Complaint{No: len(l.Complaints) + 1, Household: e.Household, Day: e.Day,
		Due: e.Until, From: e.From, Text: e.Text})
	return nil
}

func (l taking) recheck(_ *Procedure, e *Event) error {
	i := slices.IndexFunc(l.Complaints, func(c Complaint) bool { return c.No == e.Complaint })
	if i < 0 || l.Complaints[i].Household != e.Household {
		return errs.New(errs.NotFound, "there is no such complaint")
	}
	c := &l.Complaints[i]
	it := l.Item(e.Household)
	switch {
	case it == nil: // the list went back and the household was taken off
		return errs.New(errs.NotFound, "this household is no longer on the list")
	case !c.Done.IsZero():
		return errs.New(errs.Conflict, "this complaint has been re-checked")
	case e.Day < c.Day:
		return refuse(errs.T("the re-check lies before the complaint (%s)", c.Day))
	case e.Found == nil:
		return refuse(errs.T("a re-check needs form B"))
	case e.Found.Class == poverty.Undetermined:
		return refuse(errs.T("the re-check is undetermined: answer what is missing"))
	case strings.TrimSpace(e.Text) == "":
		return refuse(errs.T("give the result of the re-check"))
	}
	c.Done, c.Result = e.Day, e.Text
	it.Found, it.Unlikely, it.Surveyed, it.By = e.Found, false, e.Day, e.By
	l.surveyedBy(e.By)
	l.Last = max(l.Last, e.Day)
	return nil
}

// postingOver says why a posting cannot be closed on a day, nil where it is over.
func (l *List) postingOver(on date.Date) error {
	pub := l.Posted()
	switch {
	case pub == nil:
		return errs.New(errs.Conflict, "the list is not posted yet")
	case l.OpenComplaints() > 0:
		return errs.New(errs.Conflict, "a complaint still waits for its re-check")
	case l.NeedsPosting():
		return errs.New(errs.Conflict, "the re-check must be posted again")
	case on <= pub.Ends && !l.replaying:
		return refuse(errs.T("the posting lasts to the end of %s; the next step is from the day after", pub.Ends))
	}
	return nil
}

func (l taking) closePosting(p *Procedure, e *Event) error {
	if err := l.postingOver(e.Day); err != nil {
		return err
	}
	if l.Stage = Deciding; p.HasOpinion(l.Campaign, e.Day) {
		l.Stage, l.Sent, l.Opinion, l.OpinionDue = Opinion, 0, 0, 0
	}
	return nil
}

func (l taking) send(p *Procedure, e *Event) error {
	if !l.Sent.IsZero() {
		return errs.New(errs.Conflict, "sent to the district on %s", l.Sent)
	}
	if err := until(l, p, e, termOpinion); err != nil { // the district ended between the posting and the sending
		l.Stage = Deciding
		return nil
	}
	l.Sent, l.OpinionDue = e.Day, e.Until
	return nil
}

func (l taking) opine(p *Procedure, e *Event) error {
	switch {
	case l.Sent.IsZero():
		return errs.New(errs.Conflict, "the commune has not sent its result yet")
	case e.Agree:
		l.Opinion, l.Stage = e.Day, Deciding
		return nil
	case strings.TrimSpace(e.Text) == "":
		return refuse(errs.T("say why it is to be looked at again"))
	case len(e.Households) == 0:
		return refuse(errs.T("choose the households to be looked at again"))
	}
	for _, h := range e.Households {
		if l.Item(h) == nil {
			return errs.New(errs.NotFound, "a household is not on the list")
		}
	}
	if err := until(l, p, e, termRecheck); err != nil {
		return err
	}
	for _, h := range e.Households {
		l.Complaints = append(l.Complaints, Complaint{No: len(l.Complaints) + 1, Household: h, Day: e.Day, Due: e.Until,
			Text: e.Text})
	}
	l.Stage, l.Sent, l.OpinionDue, l.Opinion = Posting, 0, 0, 0
	return nil
}

// MayDecide says why a person cannot decide a list, nil where nothing of who surveyed stands against it.
func (l *List) MayDecide(account int64) error {
	if slices.Contains(l.Surveyors, account) {
		return errs.New(errs.Forbidden, "who surveyed a household of a list may not decide the list")
	}
	return nil
}

// Escapes reports whether a decision on the list also recognises escapes, which form 02 lists behind the poor and
// near-poor.
func (l *List) Escapes() bool {
	return slices.ContainsFunc(l.Items, func(it *Item) bool {
		o := it.outcome()
		return o == Escaped || o == EscapedNear || o == EscapedNearPoor
	})
}

// Recognises reports whether a decision on the list recognises somebody as poor or near-poor.
func (l *List) Recognises() bool {
	return slices.ContainsFunc(l.Items, func(it *Item) bool {
		o := it.outcome()
		return o == Recognised || o == EscapedNear
	})
}

func (l taking) decide(p *Procedure, e *Event) error {
	if err := l.MayDecide(e.By); err != nil {
		return err
	}
	if err := l.postingOver(e.Day); err != nil {
		return err
	}
	if p.HasOpinion(l.Campaign, e.Day) && l.Opinion.IsZero() {
		return errs.New(errs.Conflict, "the district has not given its opinion")
	}
	if missing, undetermined := l.Unsettled(); missing+undetermined > 0 {
		return refuse(errs.T("a household is undetermined: it cannot be decided"))
	}
	if strings.TrimSpace(e.Number) == "" || strings.TrimSpace(e.Signer) == "" {
		return refuse(errs.T("give the decision's number and who signed"))
	}
	for _, it := range l.Items {
		it.Outcome = it.outcome()
	}
	l.Decided, l.Number, l.EscapeNo, l.Signer, l.Stage = e.Day, e.Number, e.EscapeNumber, e.Signer, Certifying
	l.finish()
	return nil
}

// NeedsCertificate reports whether a household is to be given a certificate.
func (it *Item) NeedsCertificate() bool { return it.Outcome == Recognised || it.Outcome == EscapedNear }

// NeedsRefusal reports whether a household is to be told in writing why its request was refused.
func (it *Item) NeedsRefusal() bool { return it.Outcome == Refused }

func (l taking) certify(_ *Procedure, e *Event) error {
	it, err := l.known(e)
	if err != nil {
		return err
	}
	switch {
	case !it.NeedsCertificate():
		return refuse(errs.T("this household is not recognised and gets no certificate"))
	case it.Paper != "":
		return errs.New(errs.Conflict, "the household has certificate %s", it.Paper)
	case e.Number == "":
		return refuse(errs.T("the number of the certificate is missing"))
	}
	it.Paper, it.Papered = e.Number, e.Day
	l.finish()
	return nil
}

func (l taking) refuseItem(_ *Procedure, e *Event) error {
	it, err := l.known(e)
	if err != nil {
		return err
	}
	if !it.NeedsRefusal() {
		return refuse(errs.T("this household was not refused"))
	}
	if e.Number == "" {
		return refuse(errs.T("the number of the refusal is missing"))
	}
	if err := reasoned(e); err != nil {
		return err
	}
	it.Paper, it.Papered = e.Number, e.Day
	l.finish()
	return nil
}

// finish ends a list once every household has its paper.
func (l *List) finish() {
	for _, it := range l.Items {
		if (it.NeedsCertificate() || it.NeedsRefusal()) && it.Paper == "" {
			return
		}
	}
	l.Stage = Finished
}

// goBack returns a list to an earlier stage. What was done stays in its events; what comes after the stage is to be
// done again.
func (l taking) goBack(_ *Procedure, e *Event) error {
	if err := reasoned(e); err != nil {
		return err
	}
	if e.To >= l.Stage || e.To > Posting || e.To < Listing {
		return refuse(errs.T("a list returns to an earlier step: listing, survey, meeting or posting"))
	}
	if e.To <= Meeting {
		for _, it := range l.Items {
			it.Agreed = false
		}
		for i := range l.Meetings {
			l.Meetings[i].Void = true
		}
	}
	for i := range l.Postings {
		l.Postings[i].Void = true
	}
	l.Sent, l.Opinion, l.OpinionDue = 0, 0, 0
	l.Stage = e.To
	return nil
}

func (l taking) answer(_ *Procedure, e *Event) error {
	it, err := l.known(e)
	if err != nil {
		return err
	}
	if err := reasoned(e); err != nil {
		return err
	}
	if it.Answers == nil {
		it.Answers = map[string]string{}
	}
	it.Answers[e.Text] = e.Reason
	return nil
}

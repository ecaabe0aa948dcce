package review

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Todo is what a list waits for now: what is to be done, until when, and what stands in the way.
type Todo struct {
	What    errs.Text
	Due     date.Date // zero: none of its own
	Late    bool
	Blocked errs.Text // empty: it can be done now
}

// decideText is what waits for the chairman.
var decideText = errs.T("The chairman's decision")

// ForChairman reports whether a list at a stage waits for the chairman on a day: for his decision, and also at the
// district's opinion once there is no district to give it.
func (p *Procedure) ForChairman(c *Campaign, at Stage, on date.Date) bool {
	return at == Deciding || at == Opinion && !p.HasOpinion(c, on)
}

// Todo says what is to be done next on a day.
func (l *List) Todo(p *Procedure, on date.Date) Todo {
	latest := p.Latest(l.Campaign)
	t := Todo{}
	switch l.Stage {
	case Listing:
		t = Todo{What: errs.T("Put households on the list, then close it"), Due: latest.Meeting}
	case Surveying:
		missing, undetermined := l.Unsettled()
		t = Todo{What: errs.T("Survey: %d of %d households left", missing+undetermined, len(l.Items)),
			Due: latest.Meeting}
		switch {
		case undetermined > 0:
			t.Blocked = errs.N(undetermined, "%d household undetermined: answers are missing",
				"%d households undetermined: answers are missing")
		case missing == 0:
			t.What = errs.T("All are surveyed: close the survey for the meeting")
		}
	case Meeting:
		t = Todo{What: errs.N(len(l.ToVote()), "Hold the meeting on %d household, two sets of minutes",
			"Hold the meeting on %d households, two sets of minutes"), Due: latest.Meeting}
	case Posting:
		t = l.postingTodo(latest)
	case Opinion:
		if !p.HasOpinion(l.Campaign, on) { // the districts ended before this one answered
			t = Todo{What: decideText, Due: latest.Decision}
			break
		}
		t = Todo{What: errs.T("Send the result to the district"), Due: latest.Opinion}
		if !l.Sent.IsZero() {
			t = Todo{What: errs.T("Todo|The district's opinion"), Due: l.OpinionDue}
		}
	case Deciding:
		t = Todo{What: decideText, Due: latest.Decision}
	case Certifying:
		n := 0
		for _, it := range l.Items {
			if (it.NeedsCertificate() || it.NeedsRefusal()) && it.Paper == "" {
				n++
			}
		}
		t = Todo{What: errs.T("Certificates and refusals: %d left", n)}
	case Finished:
		t = Todo{What: errs.T("Finished")}
	}
	t.Late = !t.Due.IsZero() && on > t.Due
	return t
}

func (l *List) postingTodo(latest Latest) Todo {
	for i := range l.Complaints {
		if c := &l.Complaints[i]; c.Done.IsZero() {
			return Todo{What: errs.N(l.OpenComplaints(), "Re-check: %d complaint", "Re-check: %d complaints"),
				Due: c.Due}
		}
	}
	switch pub := l.Posted(); {
	case pub == nil:
		return Todo{What: errs.T("Post the result"), Due: latest.Posting}
	case l.NeedsPosting():
		return Todo{What: errs.T("Post again after the re-check"), Due: latest.Posting}
	default:
		return Todo{What: errs.T("Posted to the end of %s, then close the posting", pub.Ends), Due: latest.next()}
	}
}

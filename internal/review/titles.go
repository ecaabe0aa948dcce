package review

import "giamngheo/internal/errs"

// StepTitles are what people call the steps of a review. Not to be changed.
var StepTitles = map[Step]errs.Text{
	AddHousehold: errs.T("household listed"), RemoveHousehold: errs.T("household taken off"),
	CloseList: errs.T("list closed"), FormA: errs.T("form A"), FormB: errs.T("form B"),
	CloseSurvey: errs.T("survey closed"), HoldMeeting: errs.T("village meeting"), Post: errs.T("posting"),
	Complain: errs.T("complaint"), Recheck: errs.T("re-check"), ClosePosting: errs.T("posting closed"),
	SendOpinion: errs.T("sent to the district"), GiveOpinion: errs.T("district's opinion"), Decide: errs.T("decision"),
	Certify: errs.T("certificate"), Refuse: errs.T("refusal"), GoBack: errs.T("returned"),
	Answer: errs.T("flag answered"), Carry: errs.T("carried to the new unit"),
	RenameHamlet: errs.T("hamlet renamed"), MoveDeadline: errs.T("deadline moved"),
}

// Title is what people call the step.
func (s Step) Title() errs.Text { return StepTitles[s] }

var sourceTitles = map[Source]errs.Text{Managed: errs.T("Managed"), Request01: errs.T("sourceTitles|Form 01"),
	Request04: errs.T("sourceTitles|Form 04"), Contested: errs.T("Complaint")}

// Title is what people call the way in which a household came on the list.
func (s Source) Title() errs.Text { return sourceTitles[s] }

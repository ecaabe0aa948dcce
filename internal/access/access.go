// Package access says who may do what where: one table of roles × actions, each role held for a place and between
// dates. It decides; the store and the snapshot enforce it in every query. It must not know sessions, storage or
// the clock.
package access

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// Role is what a person is in the office.
type Role string

// The roles.
const (
	CommuneOfficer    Role = "commune_officer"    // registers, reviews, imports in a commune
	Enumerator        Role = "enumerator"         // enters what a survey found
	DistrictOfficer   Role = "district_officer"   // checks, returns, approves in a district
	DepartmentOfficer Role = "department_officer" // the same in the province
	Planner           Role = "planner"            // targets, money, places
	Leader            Role = "leader"             // reads
	Inspector         Role = "inspector"          // reads everything, runs checks; changes neither households nor money
	Administrator     Role = "administrator"      // accounts, never household data
	CommuneChair      Role = "commune_chair"      // signs what a commune's review has found
	FinanceOfficer    Role = "finance_officer"    // keeps the accounts: advances, payments, the treasury's statements
	Approver          Role = "approver"           // signs for a province or a district; a commune's is its chairman
)

// Roles lists the roles in the order in which they are shown.
func Roles() []Role {
	return []Role{CommuneOfficer, Enumerator, CommuneChair, DistrictOfficer, DepartmentOfficer, Planner,
		FinanceOfficer, Approver, Leader, Inspector, Administrator}
}

// Title is a role's name.
func (r Role) Title() errs.Text { return titles[r] }

var titles = map[Role]errs.Text{
	CommuneOfficer:    errs.T("Commune officer"),
	Enumerator:        errs.T("titles|Enumerator"),
	CommuneChair:      errs.T("Commune chairman"),
	DistrictOfficer:   errs.T("District officer"),
	DepartmentOfficer: errs.T("Department officer"),
	Planner:           errs.T("Planner"),
	FinanceOfficer:    errs.T("Accountant, finance officer"),
	Approver:          errs.T("Approver"),
	Leader:            errs.T("Leader"),
	Inspector:         errs.T("Inspector, auditor"),
	Administrator:     errs.T("Administrator"),
}

// Action is something a use case does.
type Action string

// The actions.
const (
	ViewDashboard    Action = "dashboard.view"
	ViewHouseholds   Action = "household.view"
	EditHouseholds   Action = "household.edit"   // create, correct, split, move, close
	RemoveHouseholds Action = "household.remove" // soft delete and the way back
	RevealHouseholds Action = "household.reveal" // open citizen numbers and facts of health, with a reason
	ImportHouseholds Action = "household.import"
	ExportHouseholds Action = "household.export"
	DecideDuplicates Action = "duplicate.decide" // merge two records or declare them different
	ViewPlaces       Action = "place.view"
	ChangePlaces     Action = "place.change"
	ApprovePlaces    Action = "place.approve"
	SetHamlets       Action = "hamlet.set" // a commune's list of hamlets
	ManageAccounts   Action = "account.manage"
	ViewAudit        Action = "audit.view"

	ViewReviews     Action = "review.view"
	OpenReviews     Action = "review.open"     // begin a campaign in a commune
	SurveyReviews   Action = "review.survey"   // fill in forms A and B
	RunReviews      Action = "review.run"      // lists, meetings, postings, complaints, certificates
	OpineReviews    Action = "review.opine"    // the district's opinion
	DecideReviews   Action = "review.decide"   // the chairman's decision
	InspectReviews  Action = "review.inspect"  // what is flagged for the inspector only; draw samples
	AnnounceReviews Action = "review.announce" // results, templates of papers, corrections

	ViewPlans        Action = "plan.view"        // targets, the programme's tree, activities
	EditPlans        Action = "plan.edit"        // a year's plan, its shares
	ReportFigures    Action = "figure.report"    // what a survey or a department says
	RunActivities    Action = "activity.run"     // courses, models, events with their documents
	ViewSupports     Action = "support.view"     // who received what
	RecordSupports   Action = "support.record"   // enter and withdraw
	OverruleSupports Action = "support.overrule" // let pass what may be overruled, with a reason
	PlanExits        Action = "exit.plan"        // how households are to leave poverty
	SetCalendar      Action = "calendar.set"     // days of rest and days worked, with their source
	MoveDay          Action = "demo.day"         // move a demonstration's day on; in no other office

	ViewMoney         Action = "money.view"      // lines, balances, movements, contracts
	GrantMoney        Action = "money.grant"     // what the State gives the province, by its decision
	AllotMoney        Action = "money.allot"     // shares out to who spends, adjusts, takes back
	CommitMoney       Action = "money.commit"    // contracts and what is accepted of them
	PayMoney          Action = "money.pay"       // advances, payments, returns, cancels, carries over
	ReconcileMoney    Action = "money.reconcile" // holds what was paid against the treasury's statement
	ProposeTransfers  Action = "money.transfer.propose"
	DecideTransfers   Action = "money.transfer.decide" // and allocations
	EditNorms         Action = "norm.edit"             // norms by which money is shared out
	ViewDocuments     Action = "document.view"
	RegisterDocuments Action = "document.register"

	PrepareBatches Action = "batch.prepare" // lists by which people are paid; who prepared one does not approve it
	ApproveBatches Action = "batch.approve"

	WriteNotices   Action = "notice.write"    // notices, materials of communication
	ApproveNotices Action = "notice.approve"  // publishes what another person wrote, withdraws
	ViewFeedback   Action = "feedback.view"   // what residents ask and complain of, with how to reach them
	AnswerFeedback Action = "feedback.answer" // takes it on, answers, passes it on
	IssueKeys      Action = "resident.issue"  // letters that open a resident's own page
	HandlePrivacy  Action = "privacy.handle"  // what persons ask of those who keep their data, what is held of them
	GuardPrivacy   Action = "privacy.guard"   // breaches, the file on processing

	ViewPublications    Action = "publish.view" // what is prepared to be published, too
	PreparePublications Action = "publish.prepare"
	ApprovePublications Action = "publish.approve" // publishes what another person prepared, withdraws

	ViewReports    Action = "report.view"
	FillReports    Action = "report.fill"    // type what nobody knows, answer what is returned
	SubmitReports  Action = "report.submit"  // send a unit's report, take it back
	CheckReports   Action = "report.check"   // receive, return cells, accept
	ApproveReports Action = "report.approve" // let it count above; sign what is added up
	OpenReports    Action = "report.open"    // open rounds, ask once, extend, add up, open for correction

	ViewChecks   Action = "inspect.view"   // plan of checks, visits, recommendations; no secret signal
	PlanChecks   Action = "inspect.plan"   // choose units and teams, register conclusions of other bodies
	RunChecks    Action = "inspect.run"    // visits, findings, conclusions, recommendations
	AnswerChecks Action = "inspect.answer" // for the unit that is checked
	VerifyChecks Action = "inspect.verify" // what a unit says is mended, money that came back
	LookFirst    Action = "inspect.look"   // where to look first; secret signals need review.inspect, too

	ViewTasks   Action = "task.view"   // who does what by when
	AssignTasks Action = "task.assign" // makes tasks, gives them to persons, confirms that they are done
	DoTasks     Action = "task.do"     // can be given tasks
)

// Actions lists the actions in order.
func Actions() []Action {
	return []Action{ViewDashboard, ViewHouseholds, EditHouseholds, RemoveHouseholds, RevealHouseholds, ImportHouseholds,
		ExportHouseholds, DecideDuplicates, ViewPlaces, ChangePlaces, ApprovePlaces, SetHamlets, ManageAccounts,
		ViewAudit,
		ViewReviews, OpenReviews, SurveyReviews,
		RunReviews, OpineReviews, DecideReviews, InspectReviews, AnnounceReviews,
		ViewPlans, EditPlans, ReportFigures, RunActivities, ViewSupports, RecordSupports, OverruleSupports, PlanExits,
		SetCalendar, MoveDay,
		ViewMoney, GrantMoney, AllotMoney, CommitMoney, PayMoney, ReconcileMoney, ProposeTransfers, DecideTransfers,
		EditNorms, ViewDocuments, RegisterDocuments, PrepareBatches, ApproveBatches,
		WriteNotices, ApproveNotices, ViewFeedback, AnswerFeedback, IssueKeys,
		ViewChecks, PlanChecks, RunChecks, AnswerChecks, VerifyChecks, LookFirst,
		HandlePrivacy, GuardPrivacy,
		ViewPublications, PreparePublications, ApprovePublications,
		ViewReports, FillReports, SubmitReports, CheckReports, ApproveReports, OpenReports,
		ViewTasks, AssignTasks, DoTasks}
}

// allowed is the table. What is not in it is denied.
var allowed = map[Role][]Action{
	CommuneOfficer: {ViewDashboard, ViewHouseholds, EditHouseholds, RemoveHouseholds, RevealHouseholds,
		ImportHouseholds,
		ExportHouseholds, DecideDuplicates, ViewPlaces, SetHamlets, ViewReviews, OpenReviews, SurveyReviews, RunReviews,
		ViewPlans, RunActivities, ViewSupports, RecordSupports, PlanExits, MoveDay, ViewMoney, CommitMoney,
		ViewDocuments, PrepareBatches, WriteNotices, ViewFeedback, AnswerFeedback, IssueKeys,
		ViewChecks, AnswerChecks, HandlePrivacy,
		ViewReports, FillReports, SubmitReports, ViewTasks, AssignTasks, DoTasks},
	Enumerator: {ViewDashboard, ViewHouseholds, EditHouseholds, ViewPlaces, ViewReviews, SurveyReviews, ViewPlans,
		ViewSupports, ViewTasks, DoTasks},
	CommuneChair: {ViewDashboard, ViewHouseholds, ViewPlaces, ViewReviews, DecideReviews, ViewPlans, ViewSupports,
		MoveDay, ViewMoney, ViewDocuments, ApproveBatches, ApproveNotices, ViewFeedback, AnswerFeedback,
		ViewChecks, AnswerChecks, HandlePrivacy,
		ViewReports, SubmitReports, ViewTasks, AssignTasks, DoTasks},
	DistrictOfficer: {ViewDashboard, ViewHouseholds, RevealHouseholds, ExportHouseholds, DecideDuplicates, ViewPlaces,
		ViewReviews, OpineReviews,
		ViewPlans, ReportFigures, RunActivities, ViewSupports, OverruleSupports, MoveDay, ViewMoney, CommitMoney,
		ViewDocuments, RegisterDocuments, PrepareBatches, WriteNotices, ViewFeedback, AnswerFeedback,
		ViewChecks, RunChecks, VerifyChecks, LookFirst,
		ViewReports, CheckReports, ViewTasks, AssignTasks, DoTasks},
	DepartmentOfficer: {ViewDashboard, ViewHouseholds, RevealHouseholds, ImportHouseholds, ExportHouseholds,
		DecideDuplicates,
		ViewPlaces, ApprovePlaces, SetHamlets, ViewReviews, OpenReviews, AnnounceReviews,
		ViewPlans, ReportFigures, RunActivities, ViewSupports, RecordSupports, OverruleSupports, PlanExits,
		SetCalendar, MoveDay, ViewMoney, CommitMoney, ViewDocuments, RegisterDocuments, PrepareBatches,
		WriteNotices, ViewFeedback, AnswerFeedback, ViewPublications, PreparePublications,
		ViewChecks, RunChecks, VerifyChecks, LookFirst, HandlePrivacy, GuardPrivacy,
		ViewReports, CheckReports, OpenReports, ViewTasks, AssignTasks, DoTasks},
	Planner: {ViewDashboard, ViewHouseholds, ExportHouseholds, ViewPlaces, ChangePlaces, ApprovePlaces, ViewReviews,
		ViewChecks, PlanChecks, LookFirst,
		ViewPlans, EditPlans, ReportFigures, RunActivities, ViewSupports, PlanExits, MoveDay,
		ViewMoney, GrantMoney, AllotMoney, ProposeTransfers, EditNorms, WriteNotices,
		ViewPublications, PreparePublications, ViewDocuments, RegisterDocuments,
		ViewReports, OpenReports, ViewTasks, AssignTasks, DoTasks},
	FinanceOfficer: {ViewDashboard, ViewHouseholds, ViewPlaces, ViewPlans, ViewSupports, MoveDay,
		ViewMoney, CommitMoney, PayMoney, ReconcileMoney, ViewDocuments, RegisterDocuments,
		ViewChecks, AnswerChecks,
		ViewReports, FillReports, ViewTasks, DoTasks},
	Approver: {ViewDashboard, ViewHouseholds, ViewPlaces, ViewReviews, ViewPlans, ViewSupports, MoveDay,
		ViewMoney, DecideTransfers, ViewDocuments, ApproveBatches, ApproveNotices,
		ViewPublications, ApprovePublications, ViewChecks, LookFirst,
		ViewReports, ApproveReports, ViewTasks, AssignTasks, DoTasks},
	Leader: {ViewDashboard, ViewHouseholds, ViewPlaces, ViewReviews, ViewPlans, ViewSupports, ViewMoney, ViewDocuments,
		ViewPublications, ViewChecks, LookFirst,
		ViewReports, ViewTasks},
	Inspector: {ViewDashboard, ViewHouseholds, RevealHouseholds, ExportHouseholds, ViewPlaces, ViewAudit,
		ViewReviews, InspectReviews, ViewPlans, ViewSupports, ViewMoney, ViewDocuments, ViewFeedback,
		ViewPublications, ViewChecks, PlanChecks, RunChecks, VerifyChecks, LookFirst,
		ViewReports, ViewTasks},
	Administrator: {ViewPlaces, ManageAccounts, ViewAudit, GuardPrivacy, MoveDay},
}

// Allows reports whether a role may do something in its place.
func (r Role) Allows(a Action) bool { return slices.Contains(allowed[r], a) }

// Grant is a role held for a place between two days, both in; a zero To is open.
type Grant struct {
	Role  Role
	Place place.Code
	From  date.Date
	To    date.Date
	For   int64  // the account in whose stead it is held; 0: it is the holder's own
	Whom  string // the name of that account
}

// Holds reports whether a grant is in force on a day.
func (g *Grant) Holds(on date.Date) bool {
	return on >= g.From && (g.To.IsZero() || on <= g.To)
}

// Over reports whether a grant is in force on no day from a day on: it has ended, maybe before it began.
func (g *Grant) Over(on date.Date) bool { return !g.To.IsZero() && (g.To < on || g.To < g.From) }

// levels says for what level of place a role can be held: nobody is commune officer of a province by mistake.
var levels = map[Role][]place.Level{
	CommuneOfficer: {place.Commune}, Enumerator: {place.Commune}, CommuneChair: {place.Commune},
	DistrictOfficer:   {place.District},
	DepartmentOfficer: {place.Province}, Planner: {place.Province},
	FinanceOfficer: {place.Province, place.District, place.Commune}, Approver: {place.Province, place.District},
	Leader:    {place.Province, place.District, place.Commune},
	Inspector: {place.Province, place.District}, Administrator: {place.Province},
}

// RolesIn are the roles that somebody can hold in units: where there are no districts nobody is an officer of one.
func RolesIn(units []place.Unit) []Role {
	return slices.DeleteFunc(Roles(), func(r Role) bool {
		return !slices.ContainsFunc(units, func(u place.Unit) bool { return slices.Contains(levels[r], u.Level) })
	})
}

// Levels are the levels of place for which a role can be held.
func (r Role) Levels() []place.Level { return levels[r] }

// CheckGrant says why a role cannot be held for a unit or between two days. Errors: errs.Invalid.
func CheckGrant(g Grant, unit place.Unit) error {
	switch {
	case !slices.Contains(Roles(), g.Role):
		return errs.New(errs.Invalid, "there is no such role")
	case !slices.Contains(levels[g.Role], unit.Level):
		return errs.New(errs.Invalid, "“%s” cannot be held at the level of %s", g.Role.Title(), unit.FullName)
	case g.From.IsZero():
		return errs.New(errs.Invalid, "the first day of the role is missing")
	case !g.To.IsZero() && g.To < g.From:
		return errs.New(errs.Invalid, "the last day lies before the first")
	}
	return nil
}

// Scope is where an action is allowed: the units, each with all below it. Its zero value is nowhere.
type Scope struct{ Units []place.Code }

// Where returns the places in which grants allow an action on a day.
func Where(grants []Grant, a Action, on date.Date) Scope {
	var s Scope
	for i := range grants {
		if g := &grants[i]; g.Role.Allows(a) && g.Holds(on) && !slices.Contains(s.Units, g.Place) {
			s.Units = append(s.Units, g.Place)
		}
	}
	return s
}

// Nowhere reports whether the action is allowed in no place.
func (s Scope) Nowhere() bool { return len(s.Units) == 0 }

// Covers reports whether a scope holds a unit, whose ancestors are given (nearest first).
func (s Scope) Covers(unit place.Code, ancestors ...place.Code) bool {
	return slices.Contains(s.Units, unit) || slices.ContainsFunc(ancestors,
		func(c place.Code) bool { return slices.Contains(s.Units, c) })
}

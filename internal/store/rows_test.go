package store_test

import (
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/allocations"
	"giamngheo/internal/store/allowances"
	"giamngheo/internal/store/averages"
	"giamngheo/internal/store/batches"
	"giamngheo/internal/store/calendar"
	"giamngheo/internal/store/contributions"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/store/exits"
	"giamngheo/internal/store/feedbacks"
	"giamngheo/internal/store/funds"
	"giamngheo/internal/store/hamlets"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/inspections"
	"giamngheo/internal/store/jobs"
	"giamngheo/internal/store/narratives"
	"giamngheo/internal/store/notices"
	"giamngheo/internal/store/passkeys"
	"giamngheo/internal/store/pieces"
	"giamngheo/internal/store/places"
	"giamngheo/internal/store/plans"
	"giamngheo/internal/store/privacies"
	"giamngheo/internal/store/proposals"
	"giamngheo/internal/store/publications"
	"giamngheo/internal/store/readings"
	"giamngheo/internal/store/reports"
	"giamngheo/internal/store/residents"
	"giamngheo/internal/store/reviews"
	"giamngheo/internal/store/sealed"
	"giamngheo/internal/store/sendings"
	"giamngheo/internal/store/servers"
	"giamngheo/internal/store/shifts"
	"giamngheo/internal/store/snoozes"
	"giamngheo/internal/store/sso"
	statementrows "giamngheo/internal/store/statements"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/store/tasks"
	"giamngheo/internal/store/told"
	"giamngheo/internal/store/yearends"
)

// rowFunctions are all functions that read or write rows, by package: the statements of each are looked at. A function
// that is not here is found by everySite.
func rowFunctions() []any {
	return []any{
		accounts.Find, accounts.FindByName, accounts.All, accounts.Create, accounts.Update, accounts.AddGrant,
		accounts.EndGrant, accounts.RestoreGrant, accounts.KeepGrant, accounts.CreateSession, accounts.FindSession, accounts.Sessions, accounts.SeeSession,
		accounts.EndSessions, accounts.EndOldSessions, accounts.Choice, accounts.SetChoice, accounts.SetSessionStage, accounts.Reseal,
		allocations.AddNorm, allocations.Norms, allocations.FindNorm, allocations.Add, allocations.Set, allocations.Find,
		allocations.Before, allocations.In, allocations.By, allocations.AddVersion, allocations.FindVersion,
		allocations.Versions,
		allowances.Take, allowances.GiveBack, allowances.Until, allowances.Set, allowances.Clear, allowances.Sweep,
		averages.Find, averages.All, averages.OfHousehold, averages.Add, averages.Set,
		batches.Add, batches.Set, batches.Find, batches.OfYear, batches.OfState, batches.OfActivity, batches.AddLine,
		batches.SetLine, batches.DropAll, batches.Lines, batches.FindLine, batches.LinesOf, batches.OfHousehold, batches.Sums,
		batches.Waiting, batches.Link, batches.Movements, batches.OfMovement, batches.Linked, batches.Held,
		batches.All, batches.Twice,
		documents.Add, documents.Set, documents.Find, documents.Numbered, documents.All, documents.AddRelation, documents.DropRelation,
		documents.Relations, documents.AddNumber, documents.SetNumber, documents.FindNumber, documents.Numbers, documents.InSeries,
		exits.Find, exits.All, exits.Set,
		passkeys.Add, passkeys.Set, passkeys.Find, passkeys.Of, passkeys.Count, passkeys.Holders, passkeys.Drop,
		passkeys.DropAll, passkeys.Ask, passkeys.Take, passkeys.Look, passkeys.Sweep,
		sso.Add, sso.Find, sso.Of, sso.Drop,
		funds.AddLine, funds.Lines, funds.FindLine, funds.Same, funds.AddMovement, funds.Movements, funds.From, funds.To,
		funds.Of, funds.FindMovement, funds.TakenBack, funds.AddContract, funds.Contracts, funds.FindContract, funds.AddItem, funds.Items,
		funds.ItemsOf,
		households.AddDuplicate, households.Duplicates, households.FindDuplicate, households.DecideDuplicate,
		households.DuplicateStates, households.EndDuplicate,
		households.Find, households.History, households.Each, households.EachVersion, households.Some,
		households.Create, households.Reserve, households.PastMany, households.CreateMany, households.Supersede,
		households.ByCode, households.Reclass, households.BeginImport, households.Stage, households.ClaimImport,
		households.DecideImport, households.DropImport, households.MoveImport, households.WrittenBy, households.FinishImport,
		households.AnswerDays,
		inspections.AddPlan, inspections.FindPlan, inspections.Add, inspections.Set, inspections.All, inspections.Find,
		inspections.AddEvent, inspections.Events, inspections.AddRefund, inspections.Refunds,
		jobs.Add, jobs.Set, jobs.Find, jobs.Of, jobs.Waiting, jobs.Held, jobs.Take, jobs.Renew, jobs.AskEnd, jobs.ColumnMatches, jobs.SetColumnMatch,
		feedbacks.Add, feedbacks.Set, feedbacks.Find, feedbacks.ByCode, feedbacks.InUnit, feedbacks.InState,
		feedbacks.AddEvent, feedbacks.Events,
		residents.Add, residents.Revoke, residents.ByToken, residents.Of,
		notices.Add, notices.Set, notices.Find, notices.In,
		pieces.Add, pieces.Find, pieces.Drop, pieces.Sweep,
		places.Changes, places.Add, places.Decide, places.FindBoundary, places.Drawing, places.SetBoundary,
		places.DropBoundary,
		calendar.All, calendar.Add, calendar.Undo,
		hamlets.All, hamlets.Of, hamlets.Add, hamlets.End,
		plans.Add, plans.All, plans.AddShares, plans.AddDraft, plans.NewestDraft, plans.DraftYears, plans.SharesOf, plans.ShareVersions, plans.AddReported,
		plans.AllReported,
		privacies.Add, privacies.Set, privacies.Find, privacies.Of,
		proposals.Add, proposals.Decide, proposals.Find, proposals.In, proposals.Of, proposals.Before, proposals.At, proposals.By,
		publications.Add, publications.AddStep, publications.Find, publications.All, publications.Values, publications.Steps,
		publications.Visit, publications.Visits,
		told.Put, told.Sheets, told.Find,
		narratives.Add, narratives.Latest, narratives.Find, narratives.History,
		reports.AddRound, reports.SetRound, reports.Rounds, reports.FindRound, reports.Add, reports.Set, reports.Of, reports.Whole,
		reports.Find, reports.FindOf, reports.AddEvent, reports.Events, reports.SetKnown, reports.FindKnown, reports.AllKnown,
		readings.Find, readings.Set, readings.Told, readings.Sweep,
		reviews.Campaigns, reviews.FindCampaign, reviews.OpenCampaign, reviews.SetCampaignState,
		reviews.SetCampaignCloses, reviews.OpenCommune,
		reviews.CampaignCommunes, reviews.Lists, reviews.FindList, reviews.AddList, reviews.SetList,
		reviews.AddEvent, reviews.Events, reviews.AddItem, reviews.SetItem, reviews.DropItem, reviews.FindItem,
		reviews.Items, reviews.AddDecision, reviews.FindDecision, reviews.ReserveRecognitions,
		reviews.AddRecognition, reviews.SupersedeRecognition, reviews.Recognised, reviews.Recognitions,
		reviews.RecognitionsOf,
		reviews.AddCertificate, reviews.CertificateByToken, reviews.CertificatesOf, reviews.NextNumber,
		reviews.Samples, reviews.SpanOf, reviews.AddResult, reviews.Results, reviews.Listed, reviews.FindSample, reviews.SetSample, reviews.AddAnswer,
		reviews.Answers, reviews.CarryQuality, reviews.Templates, reviews.SetTemplate, reviews.Reviews,
		reviews.SetReview,
		sendings.Find, sendings.Add, sendings.Answer, sendings.Sweep,
		servers.Beat, servers.Leave, servers.Since,
		sealed.Reseal, sealed.Verify,
		supports.AddActivity, supports.SetActivity, supports.Activities, supports.FindActivity,
		supports.AddAttachment, supports.RemoveAttachment, supports.Attachments, supports.FindAttachment,
		supports.Reserve, supports.Add, supports.End, supports.Each, supports.Find, supports.Of, supports.Under,
		statementrows.FindAccount, statementrows.SetAccount, statementrows.Add, statementrows.Set, statementrows.Find, statementrows.Of,
		statementrows.OfState, statementrows.Rows, statementrows.Reply, statementrows.Answers,
		accounts.AddStanding, accounts.EndStanding, accounts.FindStanding, accounts.Standings, accounts.AbsencesOf,
		accounts.DeputiesOf, accounts.Lent, accounts.SetCalendarKey, accounts.DropCalendarKey, accounts.CalendarKey, accounts.OfCalendar,
		tasks.Add, tasks.Set, tasks.Find, tasks.OfPlan, tasks.In, tasks.Of, tasks.Waiting, tasks.AddEvent, tasks.Events,
		yearends.Add, yearends.Of,
		shifts.Add, shifts.Set, shifts.Find, shifts.Before, shifts.In, shifts.AddChange, shifts.Changes, shifts.FindChange,
		snoozes.Add, snoozes.Of, snoozes.OfYear,
		contributions.Add, contributions.End, contributions.OfYear, contributions.Parts, contributions.Find, contributions.Brought,
		contributions.OfMovement, contributions.AllBrought,
		supports.Taken, supports.Ended, supports.Corrected, supports.Corrects,
	}
}

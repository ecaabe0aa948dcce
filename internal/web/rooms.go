package web

import (
	"io/fs"

	"giamngheo/internal/app"
	"giamngheo/internal/web/accounts"
	"giamngheo/internal/web/activities"
	"giamngheo/internal/web/agreements"
	"giamngheo/internal/web/allocations"
	"giamngheo/internal/web/averages"
	"giamngheo/internal/web/batches"
	"giamngheo/internal/web/calendar"
	"giamngheo/internal/web/certificate"
	"giamngheo/internal/web/communication"
	"giamngheo/internal/web/contributions"
	"giamngheo/internal/web/corrections"
	"giamngheo/internal/web/dashboard"
	"giamngheo/internal/web/deadlines"
	"giamngheo/internal/web/demo"
	"giamngheo/internal/web/deputies"
	"giamngheo/internal/web/documents"
	"giamngheo/internal/web/duplicates"
	"giamngheo/internal/web/exits"
	"giamngheo/internal/web/feedbacks"
	"giamngheo/internal/web/find"
	"giamngheo/internal/web/funds"
	"giamngheo/internal/web/hamlets"
	"giamngheo/internal/web/inspections"
	"giamngheo/internal/web/notices"
	"giamngheo/internal/web/ownpage"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/papers"
	"giamngheo/internal/web/places"
	"giamngheo/internal/web/plandrafts"
	"giamngheo/internal/web/plans"
	"giamngheo/internal/web/privacies"
	"giamngheo/internal/web/programmes"
	"giamngheo/internal/web/public"
	"giamngheo/internal/web/publications"
	"giamngheo/internal/web/quality"
	"giamngheo/internal/web/records"
	"giamngheo/internal/web/register"
	"giamngheo/internal/web/reports"
	"giamngheo/internal/web/residents"
	"giamngheo/internal/web/results"
	"giamngheo/internal/web/reviews"
	"giamngheo/internal/web/shifts"
	"giamngheo/internal/web/site"
	"giamngheo/internal/web/statements"
	"giamngheo/internal/web/supports"
	"giamngheo/internal/web/surveys"
	"giamngheo/internal/web/tasks"
	"giamngheo/internal/web/told"
	"giamngheo/internal/web/transfer"
	"giamngheo/internal/web/voices"
	"giamngheo/internal/web/waits"
	"giamngheo/internal/web/whatif"
	"giamngheo/internal/web/yearend"
)

// room is a folder of pages: its templates and its addresses.
type room struct {
	templates fs.FS
	routes    func(*page.Shell, *app.Desks) []page.Route
}

// rooms are all folders of pages.
func rooms() []room {
	return []room{
		{page.Templates, page.Routes},
		{accounts.Templates, accounts.Routes},
		{activities.Templates, activities.Routes},
		{averages.Templates, averages.Routes},
		{batches.Templates, batches.Routes},
		{calendar.Templates, calendar.Routes},
		{certificate.Templates, certificate.Routes},
		{communication.Templates, communication.Routes},
		{agreements.Templates, agreements.Routes},
		{corrections.Templates, corrections.Routes},
		{dashboard.Templates, dashboard.Routes},
		{demo.Templates, demo.Routes},
		{deadlines.Templates, deadlines.Routes},
		{deputies.Templates, deputies.Routes},
		{documents.Templates, documents.Routes},
		{duplicates.Templates, duplicates.Routes},
		{exits.Templates, exits.Routes},
		{find.Templates, find.Routes},
		{funds.Templates, funds.Routes},
		{allocations.Templates, allocations.Routes},
		{hamlets.Templates, hamlets.Routes},
		{inspections.Templates, inspections.Routes},
		{notices.Templates, notices.Routes},
		{feedbacks.Templates, feedbacks.Routes},
		{residents.Templates, residents.Routes},
		{ownpage.Templates, func(s *page.Shell, d *app.Desks) []page.Route {
			return ownpage.Routes(site.New(s, d.Public), d.Residents)
		}},
		{voices.Templates, func(s *page.Shell, d *app.Desks) []page.Route {
			return voices.Routes(site.New(s, d.Public), d.Feedbacks)
		}},
		{papers.Templates, papers.Routes},
		{places.Templates, places.Routes},
		{plandrafts.Templates, plandrafts.Routes},
		{plans.Templates, plans.Routes},
		{privacies.Templates, privacies.Routes},
		{programmes.Templates, programmes.Routes},
		{site.Templates, func(s *page.Shell, d *app.Desks) []page.Route { return site.New(s, d.Public).Routes() }},
		{public.Templates, func(s *page.Shell, d *app.Desks) []page.Route {
			return public.Routes(site.New(s, d.Public))
		}},
		{publications.Templates, publications.Routes},
		{told.Templates, told.Routes},
		{quality.Templates, quality.Routes},
		{records.Templates, records.Routes},
		{register.Templates, register.Routes},
		{reports.Templates, reports.Routes},
		{results.Templates, results.Routes},
		{reviews.Templates, reviews.Routes},
		{shifts.Templates, shifts.Routes},
		{statements.Templates, statements.Routes},
		{supports.Templates, supports.Routes},
		{surveys.Templates, surveys.Routes},
		{tasks.Templates, tasks.Routes},
		{transfer.Templates, transfer.Routes},
		{waits.Templates, waits.Routes},
		{whatif.Templates, whatif.Routes},
		{yearend.Templates, yearend.Routes},
		{contributions.Templates, contributions.Routes},
	}
}

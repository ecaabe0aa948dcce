// Package plans serves the pages of a year's plan.
package plans

import (
	"embed"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
)

// Templates are the pages.
//
//go:embed *.html
var Templates embed.FS

type handlers struct {
	shell *page.Shell
	desks *app.Desks
}

// Routes are the addresses.
func Routes(s *page.Shell, d *app.Desks) []page.Route {
	h := &handlers{s, d}
	return []page.Route{
		{Pattern: "GET /plan", Handle: h.showPlan, Entry: &page.Entry{
			Group: page.Plan, Order: 1, Title: errs.T("entry|Targets"), Icon: "target", Needs: access.ViewPlans,
			Phone: 5,
		}},
		{Pattern: "GET /plan/{year}/brief", Handle: h.showBrief},
		{Pattern: "GET /plan/{year}/{part}", Handle: h.showPlanTarget},
		{Pattern: "GET /plan/{year}/behind/{part}", Handle: h.showPlanBehind},
		{Pattern: "GET /plan/{year}/behind/{part}/list.xlsx", Handle: h.planBehindFile},
		{Pattern: "GET /plan/{year}/share/{part}", Handle: h.showPlanShare},
		{Pattern: "POST /plan/{year}/share/{part}", Handle: h.sharePlan},
		{Pattern: "GET /plan/{year}/figures", Handle: h.showPlanFigures},
		{Pattern: "POST /plan/{year}/figures", Handle: h.reportFigure},
		{Pattern: "GET /plan/{year}/edit", Handle: h.showPlanEdit},
		{Pattern: "POST /plan/{year}/edit", Handle: h.uploadPlan},
		{Pattern: "POST /plan/{year}/edit/save", Handle: h.savePlan},
		{Pattern: "GET /plan/{year}/plan.yaml", Handle: h.planYAML},
		{Pattern: "GET /plan/{year}/plan.xlsx", Handle: h.planBook},
		{Pattern: "GET /plan/{year}/results.docx", Handle: h.planPaper},
		{Pattern: "GET /plan/{year}/results.xlsx", Handle: h.planResults},
	}
}

// Package surveys serves the pages of the questionnaire on a telephone.
package surveys

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
		{Pattern: "GET /survey", Handle: h.listSurveys, Entry: &page.Entry{
			Group: page.Reviews, Order: 2, Title: errs.T("Survey"), Icon: "checkbox",
			Needs: access.SurveyReviews, Phone: 2,
		}},
		{Pattern: "GET /survey/{id}", Handle: h.listSurvey},
		{Pattern: "GET /survey/{id}/{household}", Handle: h.showSurvey},
		{Pattern: "POST /survey/{id}/{household}", Handle: h.answerSurvey},
		{Pattern: "POST /survey/{id}/{household}/a", Handle: h.screenSurvey},
		{Pattern: "POST /survey/{id}/{household}/finish", Handle: h.finishSurvey},
	}
}

// Package find serves what the search of every page suggests while one types.
package find

import (
	"embed"
	"net/http"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/register"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/vietnamese"
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

// Routes are the addresses. What is sought stands in none: it may be a person's number.
func Routes(s *page.Shell, d *app.Desks) []page.Route {
	h := &handlers{s, d}
	return []page.Route{{Pattern: "POST /find", Handle: h.suggest, Looks: true}}
}

// mostUnits is how many units are suggested; mostLetters how long a text is of which is suggested.
const mostUnits, mostLetters = 5, 200

type found struct {
	page.Page
	*register.Listed

	Units []unit
	words []string
	units *office.Office
}

// unit is a unit with the one above it.
type unit struct {
	Code place.Code
	Name string
}

// Where is a household's commune, told from others of its name.
func (f *found) Where(commune place.Code) string { return f.units.Named(f.units.Unit(commune)) }

// Fits reports whether a page is what is sought.
func (f *found) Fits(title string) bool { return vietnamese.BeginAll(vietnamese.Fold(title), f.words) }

// suggest answers with households, units and pages of the office that answer a text, each as far as who asks may see it.
func (h *handlers) suggest(w http.ResponseWriter, r *http.Request) (err error) {
	text := strings.TrimSpace(r.PostFormValue("q"))
	if len(text) > mostLetters {
		return errs.New(errs.Invalid, "the search is longer than 200 letters")
	}
	a := page.Actor(r)
	p := &found{Listed: &register.Listed{}, units: h.desks.Office}
	if folded := vietnamese.Fold(text); folded != "" {
		p.words = strings.Split(folded, " ")
		if h.desks.Office.May(a, access.ViewHouseholds) {
			if p.Listed, err = h.desks.Register.Suggest(r.Context(), a, text); err != nil {
				return err
			}
		}
		if !p.IsNumber {
			p.Units = h.units(r, p.words)
		}
	}
	h.shell.Render(w, r, "found", errs.T("Found"), p)
	return nil
}

// units are those that who asks may look at and whose name answers, each with the one above it: so that three wards of
// one name are told apart, by it too.
func (h *handlers) units(r *http.Request, words []string) (out []unit) {
	for _, u := range h.desks.Office.Choices(page.Actor(r), 0) {
		name := h.desks.Office.Named(u)
		if vietnamese.BeginAll(vietnamese.Fold(name), words) {
			if out = append(out, unit{u.Code, name}); len(out) == mostUnits {
				break
			}
		}
	}
	return out
}

package page

import (
	"encoding/json"
	"html/template"
	"net/http"
	"strings"

	"giamngheo/internal/place"
)

// WantsJSON reports whether a program asks and not a person: the same address, the same use case, the same masks.
func WantsJSON(r *http.Request) bool { return r.Header.Get("Accept") == "application/json" }

// WriteJSON answers a program with a value.
func WriteJSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v)
}

// UnitOptions are the options of a select of units, written by hand: a province has more than a hundred on every list,
// and the template engine would take longer for them than for the rest of the page.
func UnitOptions(units []place.Unit, chosen string) template.HTML {
	var b strings.Builder
	b.Grow(len(units) * 64)
	for _, u := range units {
		b.WriteString(`<option value="`)
		b.WriteString(template.HTMLEscapeString(string(u.Code)))
		if string(u.Code) == chosen {
			b.WriteString(`" selected>`)
		} else {
			b.WriteString(`">`)
		}
		b.WriteString(template.HTMLEscapeString(u.FullName))
		b.WriteString(`</option>`)
	}
	return template.HTML(b.String()) //nolint:gosec // everything in it is escaped above
}

package web

import (
	"encoding/json"
	"html/template"
	"net/http"
	"strings"

	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
)

// wantsJSON reports whether a program asks and not a person: the same address, the same use case, the same masks.
func wantsJSON(r *http.Request) bool { return r.Header.Get("Accept") == "application/json" }

func writeJSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v)
}

type listJSON struct {
	Total      int        `json:"total"`
	Households []itemJSON `json:"households"`
}

type itemJSON struct {
	ID           int64      `json:"id"`
	Code         string     `json:"household_code"`
	Commune      place.Code `json:"commune_code"`
	Hamlet       string     `json:"hamlet"`
	Head         string     `json:"head"`
	Members      int        `json:"members"`
	Class        string     `json:"class"`
	Deprivations int        `json:"deprivation_count"`
	Income       *int64     `json:"income_per_head"`
}

func listOf(p snapshot.Page) listJSON {
	out := listJSON{Total: p.Total, Households: make([]itemJSON, len(p.Items))}
	for i := range p.Items {
		it := &p.Items[i]
		one := itemJSON{ID: it.ID, Code: it.Code, Commune: it.Commune, Hamlet: it.Hamlet, Head: it.Head, Members: it.Size, Class: it.Class.String()}
		one.Deprivations = bitsOf(it.Deprived)
		if it.Income >= 0 {
			one.Income = &it.Income
		}
		out.Households[i] = one
	}
	return out
}

func bitsOf(mask uint16) (n int) {
	for ; mask != 0; mask &= mask - 1 {
		n++
	}
	return n
}

// householdOf is a household as a program reads it: the columns of the exchange format, confidential ones masked.
func householdOf(h *household.Household, id, version int64, class string) map[string]any {
	out := map[string]any{"id": id, "version": version, "class": class}
	for _, c := range household.HouseholdColumns {
		out[c.Name] = h.Text(c.Name)
	}
	members := make([]map[string]string, len(h.Members))
	for i := range h.Members {
		one := make(map[string]string, len(household.MemberColumns))
		for _, c := range household.MemberColumns[1:] {
			one[c.Name] = masked(c.Name, h.Members[i].Text(c.Name))
		}
		members[i] = one
	}
	out["members"] = members
	return out
}

// unitOptions are the options of a select of units, written by hand: a province has more than a hundred on every list, and
// the template engine would take longer for them than for the rest of the page.
func unitOptions(units []place.Unit, chosen string) template.HTML {
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
	return template.HTML(b.String()) // everything in it is escaped above
}

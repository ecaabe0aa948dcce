package page

import (
	"encoding/json"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
)

// WantsJSON reports whether a program asks and not a person: the same address, the same use case, the same masks.
func WantsJSON(r *http.Request) bool { return r.Header.Get("Accept") == "application/json" }

// WriteJSON answers a program with a value.
func WriteJSON(w http.ResponseWriter, v any) error {
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
	Class        string     `json:"class"`      // calculated from the register
	Recognised   string     `json:"recognised"` // by decision, on the day asked
	Deprivations int        `json:"deprivation_count"`
	Income       *int64     `json:"income_per_head"`
}

// ListOf is a page of a list of households for programs.
func ListOf(p snapshot.Page) listJSON {
	out := listJSON{Total: p.Total, Households: make([]itemJSON, len(p.Items))}
	for i := range p.Items {
		it := &p.Items[i]
		one := itemJSON{ID: it.ID, Code: it.Code, Commune: it.Commune, Hamlet: it.Hamlet, Head: it.Head,
			Members: it.Size, Class: it.Class.String(), Recognised: it.Now.String()}
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

// AppendHousehold appends a household as a program reads it: the columns of the exchange format, confidential ones
// masked. By hand, for this is what other systems ask most.
func AppendHousehold(b []byte, h *household.Household, id, version int64, class string) []byte {
	b = strconv.AppendInt(append(b, `{"id":`...), id, 10)
	b = strconv.AppendInt(append(b, `,"version":`...), version, 10)
	b = appendText(append(b, `,"class":`...), class)
	for _, c := range household.HouseholdColumns {
		b = appendText(appendName(b, c.Name), h.Text(c.Name))
	}
	b = append(b, `,"members":[`...)
	for i := range h.Members {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, `{"member_no":`...), int64(h.Members[i].No), 10)
		for _, c := range household.MemberColumns[2:] {
			b = appendText(appendName(b, c.Name), Masked(c.Name, h.Members[i].Text(c.Name)))
		}
		b = append(b, '}')
	}
	return append(b, "]}\n"...)
}

func appendName(b []byte, name string) []byte {
	return append(append(append(b, ',', '"'), name...), '"', ':')
}

// appendText appends a text as a JSON string; one with anything to escape goes through the standard encoder.
func appendText(b []byte, s string) []byte {
	for _, r := range s {
		if r < 0x20 || r == '"' || r == '\\' || r == '<' || r == '>' || r == '&' || r >= 0x2028 && r <= 0x2029 ||
			r == utf8.RuneError {
			quoted, err := json.Marshal(s)
			if err != nil { // a string can always be encoded
				return append(b, `""`...)
			}
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
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
	return template.HTML(b.String()) // everything in it is escaped above
}

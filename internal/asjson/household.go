// Package asjson is how other programs read households: lists and single ones, what is confidential masked.
package asjson

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
)

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

// Masked is a column's text for who may not see what is confidential: the citizen number as its last digits, others as
// dots.
func Masked(column, text string) string {
	switch {
	case text == "" || !household.Confidential(column):
		return text
	case column == "citizen_id":
		return household.Mask(text)
	}
	return "•••"
}

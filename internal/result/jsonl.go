// Package result writes what a standard made of each household: JSON lines for programs, CSV and xlsx for people. It is
// an adapter: it decides nothing and knows no file names.
package result

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
)

// Lines encodes results as JSON lines, one household each (the exchange format of `classify`). It is safe for use by
// several goroutines, each with its own buffer.
type Lines struct {
	std    *poverty.Standard
	codes  [][]byte // of the indicators, quoted
	code   []byte   // the standard's, quoted
	sample []byte   // `,"sample":[…]`, or nothing
	cites  map[string][]byte
}

// NewLines prepares the encoder of a standard.
func NewLines(s *poverty.Standard) *Lines {
	l := &Lines{std: s, code: quoted(s.Code), cites: map[string][]byte{}}
	for i := range s.Indicators {
		l.codes = append(l.codes, quoted(s.Indicators[i].Code))
		l.cites[s.Indicators[i].Cite] = quoted(s.Indicators[i].Cite)
	}
	for i := range s.Classes {
		l.cites[s.Classes[i].Cite] = quoted(s.Classes[i].Cite)
	}
	if len(s.Samples) > 0 {
		notes, err := json.Marshal(s.Samples)
		if err == nil { // two strings cannot fail
			l.sample = append([]byte(`,"sample":`), notes...)
		}
	}
	return l
}

// Append appends one household's line.
func (l *Lines) Append(b []byte, h *household.Household, e *poverty.Explanation) []byte {
	b = append(b, `{"household_code":`...)
	b = appendString(b, string(h.Code))
	b = append(b, `,"class":"`...)
	b = append(b, e.Class.String()...)
	b = append(b, `","deprivations":`...)
	b = l.appendBits(b, e.Deprived)
	least, greatest := e.Count()
	b = append(b, `,"deprivation_count":`...)
	b = strconv.AppendInt(b, int64(least), 10)
	if greatest > least {
		b = append(b, `,"unanswered":`...)
		b = l.appendBits(b, e.Unanswered)
	}
	b = append(b, `,"b2_score":`...)
	if points, ok := l.std.B2(&e.Result); ok {
		b = strconv.AppendInt(b, points, 10)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"income_basis":`...)
	if e.Basis == poverty.NoBasis {
		b = append(b, "null"...)
	} else {
		b = appendString(b, e.Basis.String())
	}
	b = append(b, `,"undetermined_by":`...)
	b = appendStrings(b, e.UndeterminedBy)
	b = append(b, `,"standard":`...)
	b = append(b, l.code...)
	b = append(b, l.sample...)
	b = l.appendStatuses(b, e.Statuses)
	b = append(b, `,"trace":[`...)
	for i := range e.Steps {
		if i > 0 {
			b = append(b, ',')
		}
		b = l.appendStep(b, &e.Steps[i])
	}
	return append(b, "]}\n"...)
}

// appendBits appends the codes of the indicators whose bits are set.
func (l *Lines) appendBits(b []byte, mask uint16) []byte {
	b = append(b, '[')
	first := true
	for i, code := range l.codes {
		if mask&(1<<i) == 0 {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, code...)
	}
	return append(b, ']')
}

func (l *Lines) appendStatuses(b []byte, statuses []poverty.StatusMembers) []byte {
	if len(statuses) == 0 {
		return b
	}
	b = append(b, `,"statuses":[`...)
	for i, s := range statuses {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"code":`...)
		b = appendString(b, s.Status.Code)
		b = append(b, `,"members":[`...)
		for j, no := range s.Members {
			if j > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, int64(no), 10)
		}
		b = append(b, `],"cite":`...)
		b = appendString(b, s.Status.Cite)
		b = append(b, '}')
	}
	return append(b, ']')
}

func (l *Lines) appendStep(b []byte, st *poverty.Step) []byte {
	b = append(b, `{"rule":"`...)
	b = append(b, st.Rule...) // a checked identifier
	b = append(b, `","result":`...)
	b = append(b, [...]string{"null", "false", "true"}[st.Truth]...)
	b = append(b, `,"values":{`...)
	for i := range st.Trace.Reads {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = st.Trace.Reads[i].AppendName(b)
		b = append(b, `":`...)
		b = st.Trace.Reads[i].AppendJSON(b)
	}
	b = append(b, `},"cite":`...)
	b = append(b, l.cites[st.Cite]...)
	return append(b, '}')
}

func appendStrings(b []byte, all []string) []byte {
	b = append(b, '[')
	for i, s := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

// appendString appends s as a JSON string; plain text, the usual, is copied.
func appendString(b []byte, s string) []byte {
	if !plain(s) {
		return append(b, quoted(s)...)
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' {
			return false
		}
	}
	return utf8.ValidString(s)
}

func quoted(s string) []byte {
	q, err := json.Marshal(s)
	if err != nil { // a string cannot fail
		return []byte(`""`)
	}
	return q
}

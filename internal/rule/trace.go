package rule

import (
	"strconv"

	"giamngheo/internal/household"
	"giamngheo/internal/rule/field"
	"giamngheo/internal/rule/value"
)

// Trace is the values that an expression read, each once, in the order in which it read them.
type Trace struct{ Reads []Read }

// Reset empties the trace, keeping its memory.
func (t *Trace) Reset() { t.Reads = t.Reads[:0] }

// Read is one value that an expression read. It refers to the household: use it before that changes.
type Read struct {
	card  *field.Field // a field
	param *Param       // a parameter of the law
	slot  string       // an integer given at the evaluation
	flag  string       // what was true or false at the evaluation
	h     *household.Household
	m     *household.Member // nil for what belongs to the household
	value iv                // of a slot or flag
}

func (t *Trace) add(r Read) {
	for i := len(t.Reads) - 1; i >= 0; i-- { // what is read again was mostly read just before
		o := &t.Reads[i]
		if o.card == r.card && o.m == r.m && o.param == r.param && o.slot == r.slot && o.flag == r.flag {
			return
		}
	}
	t.Reads = append(t.Reads, r)
}

// AppendName appends the value's name: wall, income_line, members[2].age (by the member's number).
func (r *Read) AppendName(b []byte) []byte {
	switch {
	case r.param != nil:
		return append(b, r.param.Name...)
	case r.flag != "":
		return append(b, r.flag...)
	case r.card == nil:
		return append(b, r.slot...)
	case r.m != nil:
		b = strconv.AppendInt(append(b, "members["...), int64(r.m.No), 10)
		b = append(b, "]."...)
	}
	return append(b, r.card.Name...)
}

// AppendJSON appends the value as JSON: null where unknown, "6–7" where only its bounds are known.
func (r *Read) AppendJSON(b []byte) []byte {
	switch {
	case r.card != nil:
		return r.card.Append(b, r.h, r.m)
	case r.param != nil:
		return value.AppendJSON(b, r.param.valueIn(r.h))
	}
	if r.flag != "" {
		return strconv.AppendBool(b, r.value.Lo == 1)
	}
	return r.value.Append(b)
}

// Bounds returns a number that was read, from its least to its greatest possible value; false where it is no number, or
// nothing is known of it.
func (r *Read) Bounds() (least, greatest float64, ok bool) {
	switch {
	case r.card != nil && r.card.Whole != nil:
		v := r.card.Whole(r.h, r.m)
		return float64(v.Lo), float64(v.Hi), v.S == yes
	case r.card != nil && r.card.Real != nil:
		v, s := r.card.Real(r.h, r.m)
		return v, v, s == yes
	case r.card != nil || r.flag != "":
		return 0, 0, false
	case r.param == nil:
		return float64(r.value.Lo), float64(r.value.Hi), true
	}
	switch v := r.param.valueIn(r.h).(type) {
	case int64:
		return float64(v), float64(v), true
	case float64:
		return v, v, true
	}
	return 0, 0, false
}

// ByArea reports whether a parameter was read that differs by area.
func (r *Read) ByArea() bool { return r.param != nil && r.param.Rural != nil }

// Unknown reports whether the value is not (wholly) known.
func (r *Read) Unknown() bool {
	switch {
	case r.card != nil:
		return r.card.UnknownIn(r.h, r.m)
	case r.param != nil:
		return r.param.valueIn(r.h) == nil
	}
	return r.value.Lo != r.value.Hi
}

// valueIn returns a parameter's value for a household's area, nil where the area is unknown and the values differ.
func (p *Param) valueIn(h *household.Household) any {
	if p.Rural == nil && p.Urban == nil {
		return p.Value
	}
	switch {
	case h == nil:
		return nil
	case h.Area.String() == "rural":
		return p.Rural
	case h.Area.String() == "urban":
		return p.Urban
	case p.Type != StringList && p.Rural == p.Urban:
		return p.Rural
	}
	return nil
}

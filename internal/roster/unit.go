package roster

import (
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/reading"
	"giamngheo/internal/vietnamese"
)

// unit finds the unit of a row: by its code, else by its name, of those called alike by the one in which it lies. A
// role of the province needs none.
func (r *Reader) unit(l *Line, code, name, above string) {
	if code == "" && digits(name) { // the code stands where the name belongs
		code, name = name, ""
	}
	on := l.on(r.today)
	switch {
	case code != "":
		r.coded(l, code, on)
		if l.Unit.Code != "" && name != "" && !r.agrees(l.Unit, name, on) {
			l.fault(errs.T("code %s is %s, and the name is “%s”: correct one of them", l.Unit.Code, l.Unit.FullName,
				reading.Short(name)))
		}
	case name != "":
		r.named(l, name, above, on)
	case r.ofProvince(l):
		l.Unit = r.province
	default:
		l.fault(errs.T("the unit is missing: write its code or its name"))
	}
}

// ofProvince reports whether all roles of a line are held for the province only, then.
func (r *Reader) ofProvince(l *Line) bool {
	for _, role := range l.Roles {
		levels := r.levelsOn(role, l.on(r.today))
		if len(levels) != 1 || levels[0] != place.Province {
			return false
		}
	}
	return len(l.Roles) > 0
}

// coded finds a unit by its code, with the noughts that a spreadsheet took given back.
func (r *Reader) coded(l *Line, code string, on date.Date) {
	code, _ = strings.CutSuffix(code, ".0")
	if !digits(code) || len(code) > 5 {
		l.fault(errs.T("“%s” is no unit’s code", reading.Short(code)))
		return
	}
	for _, length := range []int{len(code), 5, 3, 2} { // as it stands, then a commune's, a district's, a province's
		if length < len(code) {
			continue
		}
		padded := place.Code(strings.Repeat("0", length-len(code)) + code)
		u, ok := r.places.At(padded, on)
		switch {
		case !ok:
			continue
		case r.top(u, on) != r.province.Code:
			l.fault(errs.T("“%s” is in another province", u.FullName))
		default:
			l.Unit = u
		}
		return
	}
	l.fault(r.places.NotValid(place.Code(code), on))
}

// top is the province of a unit on a day.
func (r *Reader) top(u place.Unit, on date.Date) place.Code {
	if above := r.places.Ancestors(u, on); len(above) > 0 {
		return above[len(above)-1].Code
	}
	return u.Code
}

// agrees reports whether a unit may be called by a name.
func (r *Reader) agrees(u place.Unit, name string, on date.Date) bool {
	first, _ := apart(name)
	called := slices.Concat(r.called(name, on), r.called(first, on))
	if u.Code == r.province.Code && len(called) == 0 { // its offices have names of their own
		return true
	}
	return slices.ContainsFunc(called, func(one place.Unit) bool { return one.Code == u.Code })
}

// named finds a unit by its name.
func (r *Reader) named(l *Line, name, above string, on date.Date) {
	first, rest := apart(name)
	found := r.called(name, on)
	if len(found) == 0 {
		found = r.called(first, on)
	}
	within := append(rest, above)
	if closer := r.within(found, within, on); len(found) > 1 && len(closer) > 0 {
		found = closer
	}
	switch {
	case len(found) == 1:
		l.Unit = found[0]
	case len(found) > 1:
		l.fault(errs.T("“%s” is the name of several units (%s): enter the code", reading.Short(first), r.list(found, on)))
	case r.ofProvince(l): // the department's name: the role is held for the province
		l.Unit = r.province
	default:
		l.fault(r.unknown(first, within))
	}
}

// unknown says that there is no unit of a name; one that there was is named with what it is now, of those called alike
// the one that lay in another, by name.
func (r *Reader) unknown(name string, within []string) errs.Text {
	if now := r.nowOf(name, within); len(now) > 0 {
		return errs.T("there is no “%s” any more; it is now %s: enter the code", reading.Short(name), r.list(now, r.today))
	}
	for _, kind := range kinds { // a commune that became a ward, and the reverse
		bare, ok := strings.CutPrefix(vietnamese.Fold(unabridged(name)), kind)
		if others := r.called(bare, r.today); ok && len(others) > 0 {
			return errs.T("there is no “%s”, but %s: enter the code", reading.Short(name), r.list(others, r.today))
		}
	}
	return errs.T("there is no unit “%s” in %s: enter the code, as the template’s sheet of units lists it",
		reading.Short(name), r.province.FullName)
}

// called are the units of a name: with the tones that it has, where some are called so.
func (r *Reader) called(name string, on date.Date) []place.Unit {
	if r.names[on] == nil {
		all := place.Named(r.places, r.province.Code, on, place.District, place.Commune)
		for _, text := range []string{r.province.FullName, r.province.Name} {
			all[vietnamese.Fold(text)] = append(all[vietnamese.Fold(text)], r.province)
		}
		for word := range r.words.top {
			if len(all[word]) == 0 {
				all[word] = []place.Unit{r.province}
			}
		}
		r.names[on] = all
	}
	found := r.names[on][vietnamese.Fold(unabridged(name))]
	var exact []place.Unit
	for _, u := range found {
		if spelled := vietnamese.Spelling(unabridged(name)); spelled == vietnamese.Spelling(u.FullName) ||
			spelled == vietnamese.Spelling(u.Name) {
			exact = append(exact, u)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return found
}

// within keeps the units that lie in one of some others, by name.
func (r *Reader) within(units []place.Unit, names []string, on date.Date) (out []place.Unit) {
	for _, u := range units {
		if r.liesIn(u, names, on) {
			out = append(out, u)
		}
	}
	return out
}

// liesIn reports whether a unit lies, below the province, in one of some others, by name.
func (r *Reader) liesIn(u place.Unit, names []string, on date.Date) bool {
	return slices.ContainsFunc(r.places.Ancestors(u, on), func(up place.Unit) bool {
		return up.Level != place.Province && slices.ContainsFunc(names, func(name string) bool {
			key := vietnamese.Fold(unabridged(name))
			return key != "" && (key == vietnamese.Fold(up.FullName) || key == vietnamese.Fold(up.Name))
		})
	})
}

// list names units with what they lie in, so that those called alike are told apart.
func (r *Reader) list(units []place.Unit, on date.Date) string {
	const most = 5
	var out []string
	for _, u := range units[:min(most, len(units))] {
		text := string(u.Code) + " " + u.FullName
		if above := r.places.Ancestors(u, on); len(above) > 1 {
			text += ", " + above[0].FullName
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

// former is a unit that there was until a day, with what it is now.
type former struct {
	was, now place.Unit
	until    date.Date
}

// nowOf are the units, by code, that those of a former name are now; of several only those that lay in one of some
// others, where one did.
func (r *Reader) nowOf(name string, within []string) (out []place.Unit) {
	if r.former == nil {
		r.former = r.formerUnits()
	}
	all := r.former[vietnamese.Fold(unabridged(name))]
	if slices.ContainsFunc(all, func(f former) bool { return r.liesIn(f.was, within, f.until) }) {
		all = slices.DeleteFunc(slices.Clone(all), func(f former) bool { return !r.liesIn(f.was, within, f.until) })
	}
	for _, f := range all {
		out = append(out, f.now)
	}
	slices.SortFunc(out, func(a, b place.Unit) int { return strings.Compare(string(a.Code), string(b.Code)) })
	return slices.CompactFunc(out, func(a, b place.Unit) bool { return a.Code == b.Code })
}

// formerUnits are what the province's units were made of, by their names.
func (r *Reader) formerUnits() map[string][]former {
	out := map[string][]former{}
	seen := map[[2]place.Code]bool{}
	var back func(now place.Unit, code place.Code, on date.Date)
	back = func(now place.Unit, code place.Code, on date.Date) {
		for _, link := range r.places.CameFrom(code, on) {
			pair := [2]place.Code{link.From, now.Code}
			if seen[pair] {
				continue
			}
			seen[pair] = true
			before := link.On.AddDays(-1)
			for _, was := range r.places.Find(link.From) {
				one := former{was, now, before}
				if !was.To.IsZero() {
					one.until = min(was.To, before)
				}
				for _, key := range []string{vietnamese.Fold(was.FullName), vietnamese.Fold(was.Name)} {
					out[key] = append(out[key], one)
				}
			}
			back(now, link.From, before) // what had become it before
		}
	}
	for _, units := range place.Named(r.places, r.province.Code, r.today, place.Commune) {
		for _, u := range units {
			back(u, u.Code, r.today)
		}
	}
	return out
}

// apart parts what stands behind a name – the units above it, after a comma, a dash or in brackets – from the name.
func apart(text string) (first string, rest []string) {
	parts := strings.FieldsFunc(strings.ReplaceAll(text, " - ", ","), func(c rune) bool {
		return strings.ContainsRune(",;()–", c)
	})
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if len(parts) == 0 {
		return "", nil
	}
	return parts[0], parts[1:]
}

// kinds are the kinds of units, folded; not to be changed.
var kinds = []string{"xa ", "phuong ", "thi tran ", "dac khu ", "quan ", "huyen ", "thi xa ", "thanh pho "}

// abridged are how kinds of units are shortened, folded; not to be changed.
var abridged = [][2]string{{"tp ", "Thành phố "}, {"tx ", "Thị xã "}, {"tt ", "Thị trấn "}, {"h ", "Huyện "},
	{"q ", "Quận "}, {"p ", "Phường "}, {"x ", "Xã "}, {"ubnd ", ""}, {"uy ban nhan dan ", ""}}

// unabridged is a unit's name with its kind written out: P. Ninh Kiều, TP Cần Thơ; and without its committee.
func unabridged(name string) string {
	for range 2 { // UBND P. Ninh Kiều
		for _, a := range abridged {
			if strings.HasPrefix(vietnamese.Fold(name)+" ", a[0]) {
				words := strings.Fields(strings.ReplaceAll(name, ".", ". "))
				name = a[1] + strings.Join(words[min(len(words), len(strings.Fields(a[0]))):], " ")
				break
			}
		}
	}
	return name
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

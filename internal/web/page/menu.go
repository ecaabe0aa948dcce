package page

import (
	"cmp"
	"html/template"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/app/work"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/answer"
)

// Group is a part of the side bar.
type Group int

// The groups, in their order.
const (
	Today Group = iota
	Register
	Reviews
	Plan
	Supports
	Money
	Reports
	Checks
	Public
	Office
)

var groupTitles = map[Group]errs.Text{Register: errs.T("Register"), Reviews: errs.T("group|Review"),
	Plan: errs.T("group|Plan"), Supports: errs.T("group|Supports"), Money: errs.T("group|Money"),
	Reports: errs.T("group|Reports"), Checks: errs.T("group|Checks"), Public: errs.T("group|Public"),
	Office: errs.T("group|Office")}

// Entry is a line of the side bar: the way to a room's first page. Its route carries it.
type Entry struct {
	Group  Group
	Order  int // in its group
	Title  errs.Text
	Icon   string        // of icons.svg
	Needs  access.Action // who may see it; "": all who are signed in
	Covers []string      // first parts of other addresses that belong to it
	Phone  int           // its rank in the bar of a telephone; 0: it is not there
	Counts work.Kind     // what waits is counted beside it, late things among them marked; "": nothing

	address string
}

// Frame is what is around a page.
type Frame struct {
	Menu      []MenuGroup   // the side bar
	Bar       template.HTML // the same as it is shown
	Bottom    []MenuEntry   // the bar of a telephone
	Narrow    bool          // the side bar shows its icons alone
	Uncounted bool          // how much waits is not known yet
	Where     string        // the unit whose pages these are
	Role      access.Role   // of who looks
	Trail     []Crumb       // the way to this page; nil: the room's first page, where this is another
}

// MenuGroup is a part of the side bar as a person sees it.
type MenuGroup struct {
	Title   errs.Text
	Entries []MenuEntry
}

// MenuEntry is a line of the side bar as a person sees it.
type MenuEntry struct {
	*Entry
	Address string
	Current bool
	Count   int
	Late    bool
}

// SetMenu takes the entries that the routes carry; before the first page is asked for.
func (s *Shell) SetMenu(routes []Route) {
	for i := range routes {
		if e := routes[i].Entry; e != nil {
			e.address = strings.TrimSuffix(strings.TrimPrefix(routes[i].Pattern, "GET "), "{$}")
			s.menu = append(s.menu, e)
		}
	}
	slices.SortStableFunc(s.menu, func(a, b *Entry) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Order, b.Order))
	})
}

// covers reports whether a page belongs to an entry: by its address without what stands for something, or what the page
// says instead.
func (e *Entry) covers(nav string) bool {
	own, _, _ := strings.Cut(strings.TrimPrefix(e.address, "/"), "/{")
	return own == nav || slices.Contains(e.Covers, nav)
}

// layOut gives a page its side bar, its bar of a telephone and what stands in its head.
func (s *Shell) layOut(b *Page, r *http.Request) {
	f := &b.Frame
	counts, known := s.desks.Work.Known(b.Actor) // as last counted: a page does not wait for it
	f.Uncounted = !known
	year := strconv.Itoa(b.Day.Year())
	for _, e := range s.menu {
		if e.Needs != "" && !b.May[mayKey(e.Needs)] {
			continue
		}
		m := MenuEntry{Entry: e, Address: strings.ReplaceAll(e.address, "{year}", year), Current: e.covers(b.Nav)}
		if e.Counts != "" {
			m.Count, m.Late = counts.Of(e.Counts)
		}
		if m.Current && f.Trail == nil && r.URL.Path != m.Address {
			f.Trail = []Crumb{{e.Title, m.Address}}
		}
		title := groupTitles[e.Group]
		if n := len(f.Menu); n == 0 || f.Menu[n-1].Title != title {
			f.Menu = append(f.Menu, MenuGroup{Title: title})
		}
		g := &f.Menu[len(f.Menu)-1]
		g.Entries = append(g.Entries, m)
		if e.Phone > 0 {
			f.Bottom = append(f.Bottom, m)
		}
	}
	slices.SortStableFunc(f.Bottom, func(x, y MenuEntry) int { return cmp.Compare(x.Phone, y.Phone) })
	f.Bottom = f.Bottom[:min(len(f.Bottom), mostOnPhone)]
	f.Where = s.desks.Office.Named(s.desks.Office.Home(b.Actor))
	for i := range b.Actor.Grants {
		if g := &b.Actor.Grants[i]; g.Holds(b.Day) {
			f.Role = g.Role
			break
		}
	}
	f.Bar = s.bars.of(b, func(w io.Writer) {
		if err := Execute(s, w, b.Lang, "bar", f.Menu); err != nil {
			s.Log.Error("page", "name", "bar", "err", err)
		}
	})
	c, err := r.Cookie(sideCookie)
	f.Narrow = err == nil && c.Value == sideNarrow
}

// bars keeps the side bars that were made: most pages of a person have the same one, and many people's.
type bars struct {
	mu   sync.Mutex
	kept map[string]template.HTML
}

// mostBars is how many side bars are kept.
const mostBars = 500

// of is the side bar of a page, made where there is none like it yet.
func (k *bars) of(b *Page, make func(io.Writer)) template.HTML {
	key := []byte(b.Lang)
	for i := range b.Frame.Menu {
		for _, m := range b.Frame.Menu[i].Entries {
			key = strconv.AppendInt(append(append(key, m.Address...), ' '), int64(m.Count), 10)
			key = strconv.AppendBool(strconv.AppendBool(key, m.Current), m.Late)
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if bar, ok := k.kept[string(key)]; ok {
		return bar
	}
	var w strings.Builder
	make(&w)
	if len(k.kept) >= mostBars || k.kept == nil {
		k.kept = map[string]template.HTML{}
	}
	k.kept[string(key)] = template.HTML(w.String()) //nolint:gosec // made by a template, which escapes
	return k.kept[string(key)]
}

// mostOnPhone is how many entries the bar of a telephone has, beside the one that opens all others.
const mostOnPhone = 4

// Crumb is a step on the way to a page.
type Crumb struct {
	Title   errs.Text
	Address string
}

// mayKey is an action as templates name it.
func mayKey(a access.Action) string { return strings.ReplaceAll(string(a), ".", "_") }

// The cookie that remembers a side bar folded to its icons.
const sideCookie, sideNarrow = "side", "narrow"

// foldSide folds the side bar, or unfolds it.
func foldSide(w http.ResponseWriter, r *http.Request) error {
	c := &http.Cookie{Name: sideCookie, Value: sideNarrow, Path: "/", SameSite: http.SameSiteLaxMode, MaxAge: 365 * 24 * 3600}
	if r.FormValue("side") != sideNarrow {
		c.Value, c.MaxAge = "", -1
	}
	http.SetCookie(w, c)
	http.Redirect(w, r, answer.Within(r.FormValue("next")), http.StatusSeeOther)
	return nil
}

// count answers how much waits for who asks, for the side bar of a page that did not know: pages ask for it once they
// are shown.
func (s *Shell) count(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.desks.Work.Mine(r.Context(), Actor(r)); err != nil {
		return err
	}
	s.Render(w, r, "counts", errs.T("What waits for you"), &countPage{})
	return nil
}

type countPage struct{ Page }

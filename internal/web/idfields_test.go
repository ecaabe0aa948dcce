package web_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"giamngheo/internal/app/demo"
	"giamngheo/internal/demotest"
	"giamngheo/internal/web"
	"giamngheo/internal/web/page"
)

// idFields are the fields of forms and queries that name something of somebody's, each with what it names, as the
// addresses call it.
var idFields = map[string]string{
	"household": "/households/", "other": "/households/", "households": "/households/", "drop": "/households/",
	"activity": "/activities/", "support": "/supports/", "first": "/supports/", "last": "/supports/",
	"replaces": "/supports/", "list": "/lists/", "line": "/money/lines/", "to": "/money/lines/",
	"contract": "/money/contracts/", "item": "item", "movement": "movement", "absent": "/accounts/", "deputy": "/accounts/", "recognition": "recognition",
	"document": "/documents/", "with": "/money/allocations/", "id": "/households/", "grant": "grant", "passkey": "passkey", "link": "link",
	"code": "code", "place": "place", "commune": "place", "commune_code": "place", "unit": "place", "holder": "place",
}

// noIDs are the numbers in forms that name nothing of anybody's: versions, places in a list, members by their order,
// sums and quantities, and a person's own sessions.
var noIDs = strings.Fields(`version other_version plan_was was theirs seen member n at before after below cost lifted
	session quantity places money revolving returned`)

// texts are the fields of idFields that are read as text, not by page.FormID: nobody finds these by the source.
var texts = strings.Fields(`code place commune commune_code unit holder households`)

// formIDs are the fields that a room of pages reads as numbers of something, by the room: what page.FormID is called
// with, and what a map of names to numbers says where it is called in a loop.
func formIDs(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		room := filepath.ToSlash(filepath.Dir(path))
		add := func(e ast.Expr) {
			if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if name, err := strconv.Unquote(l.Value); err == nil && !slices.Contains(out[room], name) {
					out[room] = append(out[room], name)
				}
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if s, ok := n.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "FormID" && len(n.Args) == 2 {
					add(n.Args[1])
				}
			case *ast.CompositeLit:
				if m, ok := n.Type.(*ast.MapType); ok && isNumberPointer(m.Value) {
					for _, e := range n.Elts {
						add(e.(*ast.KeyValueExpr).Key)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// isNumberPointer reports whether a type is *int64: what a loop over fields fills.
func isNumberPointer(e ast.Expr) bool {
	star, ok := e.(*ast.StarExpr)
	if !ok {
		return false
	}
	name, ok := star.X.(*ast.Ident)
	return ok && name.Name == "int64"
}

// TestIDFieldsAreKnown: every number that a form or a query takes is said to name something, or to name nothing: a new
// one is walked by TestIDFields or stops here.
func TestIDFieldsAreKnown(t *testing.T) {
	read := map[string]bool{}
	for room, names := range formIDs(t) {
		for _, name := range names {
			read[name] = true
			if idFields[name] == "" && !slices.Contains(noIDs, name) {
				t.Errorf("%s reads %q: what does it name? (idFields, noIDs)", room, name)
			}
		}
	}
	for name := range idFields {
		if !read[name] && !slices.Contains(texts, name) {
			t.Errorf("no form has %q", name)
		}
	}
	for _, name := range noIDs {
		if !read[name] {
			t.Errorf("no form has %q", name)
		}
	}
}

// pool are the ids that somebody finds in pages, by what they name.
type pool map[string][]string

func (p pool) add(kind, id string) {
	if id != "" && !slices.Contains(p[kind], id) {
		p[kind] = append(p[kind], id)
	}
}

// named is an id in an address of a page: what it names and its number.
var named = regexp.MustCompile(`^(/(?:money/)?[a-z]+/)([0-9]+)(?:[/?#]|$)`)

// gather finds the ids of a page: in its links, its forms' addresses and its fields.
func (p pool) gather(body string) {
	for _, s := range find(body, "[href], [action]").EachIter() {
		if at := named.FindStringSubmatch(s.AttrOr("href", s.AttrOr("action", ""))); at != nil {
			p.add(at[1], at[2])
		}
	}
	for _, s := range find(body, "input[name], select[name] option").EachIter() {
		name := cmp.Or(s.AttrOr("name", ""), s.Closest("select").AttrOr("name", ""))
		kind, value := idFields[name], s.AttrOr("value", "")
		if _, err := strconv.Atoi(value); err == nil && value != "0" && kind != "" && name != "id" && name != "to" &&
			kind != "place" {
			p.add(kind, value)
		}
	}
}

// mostFollowed is how many things of a kind somebody looks at to find what they name.
const mostFollowed = 8

// findAll finds what somebody's pages name: the pages that need no id, those of their place, then some of what those
// name.
func (m *matrix) findAll(name string) pool {
	m.t.Helper()
	p := pool{}
	plain := func(pattern string) bool {
		return strings.HasPrefix(pattern, "GET /") && !strings.Contains(pattern, ".") &&
			!strings.HasPrefix(pattern, "GET /cong-khai")
	}
	for _, pattern := range web.Addresses() {
		if path := strings.TrimPrefix(pattern, "GET "); plain(pattern) && !strings.Contains(path, "{") {
			if status, body := m.person(name).get(path); status == http.StatusOK {
				p.gather(body)
			}
		}
	}
	for pattern := range queries {
		if path, _ := m.fill(pattern); plain(pattern) && !strings.ContainsAny(queries[pattern], "HA") {
			if status, body := m.person(name).get(path); status == http.StatusOK {
				p.gather(body)
			}
		}
	}
	_, list := m.person(name).get("/households")
	for _, code := range codesOf(list) {
		p.add("code", code)
	}
	for _, kind := range slices.Sorted(maps.Keys(p)) {
		for _, id := range p[kind][:min(len(p[kind]), mostFollowed)] {
			if strings.HasPrefix(kind, "/") && kind != "/jobs/" {
				if status, body := m.person(name).get(kind + id); status == http.StatusOK {
					p.gather(body)
				}
			}
		}
	}
	return p
}

// attack asks for addresses with ids of elsewhere and of nowhere.
type attack struct {
	*matrix
	random *rand.Rand
	own    map[string]pool // by who asks
	theirs pool            // of the commune of which nobody who asks has anything
	rooms  map[string]string
	fields map[string][]string // by room
}

// slot is where an id is put: a blank of an address's path, or a field of its form or query.
type slot struct{ pattern, blank, field, kind string }

// kindOf is what a blank of an address names; "" where it names nothing of somebody's.
func kindOf(path, blank string) string {
	before, _, _ := strings.Cut(path, blank)
	switch {
	case strings.HasPrefix(path, "/survey/") && blank == "{household}":
		return "/households/"
	case before == "/survey/":
		return "/lists/"
	case before == "/hamlets/":
		return "place"
	case blank == "{id}" && !strings.HasPrefix(before, "/cong-khai"):
		return before
	}
	return ""
}

// slots are all places in which an id is put.
func (a *attack) slots() (out []slot) {
	blank := regexp.MustCompile(`\{[a-z]+\}`)
	for _, pattern := range web.Addresses() {
		if slices.Contains(endSession, pattern) || slices.Contains(uploads, pattern) ||
			strings.Contains(pattern, " /account/") { // of one's own alone
			continue
		}
		_, path, _ := strings.Cut(pattern, " ")
		for _, b := range blank.FindAllString(path, -1) {
			if kind := kindOf(path, b); kind != "" {
				out = append(out, slot{pattern: pattern, blank: b, kind: kind})
			}
		}
		names := slices.Clone(a.fields[a.rooms[pattern]])
		for _, name := range slices.Concat(names, texts) {
			if kind := idFields[name]; kind != "" {
				if name == "id" && strings.Contains(path, "/accounts") {
					kind = "/accounts/"
				}
				out = append(out, slot{pattern: pattern, field: name, kind: kind})
			}
		}
	}
	return out
}

// one is one of somebody's ids of a kind, or of nobody's where there is none.
func (a *attack) one(p pool, kind string) string {
	if kind == "place" {
		return "31708"
	}
	if len(p[kind]) == 0 {
		return a.nowhere(kind)
	}
	return p[kind][a.random.IntN(len(p[kind]))]
}

// nowhere is an id that nothing has.
func (a *attack) nowhere(kind string) string {
	switch n := a.random.IntN(90_000); kind {
	case "place":
		return strconv.Itoa(39_000 + n%1000)
	case "code":
		return fmt.Sprintf("31708-9%05d", n)
	default:
		return strconv.Itoa(987_600_000 + n)
	}
}

// elsewhere is an id of a kind that somebody does not find in any page of theirs; "" where all are.
func (a *attack) elsewhere(name, kind string) string {
	if kind == "place" {
		return "31708"
	}
	var left []string
	for _, id := range a.theirs[kind] {
		if !slices.Contains(a.own[name][kind], id) {
			left = append(left, id)
		}
	}
	if len(left) == 0 {
		return ""
	}
	return left[a.random.IntN(len(left))]
}

// answer asks for an address with an id in a slot, all else being one's own, and says what came without the ids.
func (a *attack) answer(name string, at slot, own map[string]string, ids [2]string, which int, json bool) string {
	a.t.Helper()
	a.ids = own
	path, form := a.fill(at.pattern)
	method, raw, _ := strings.Cut(at.pattern, " ")
	address, query, _ := strings.Cut(path, "?")
	parts := strings.Split(address, "/")
	for i, part := range strings.Split(raw, "/") {
		if at.blank != "" && part == at.blank {
			parts[i] = ids[which]
		}
	}
	address = strings.Join(parts, "/")
	q, err := url.ParseQuery(query)
	if err != nil {
		a.t.Fatal(err)
	}
	switch {
	case at.field != "" && method == http.MethodGet:
		q.Set(at.field, ids[which])
	case at.field == "first", at.field == "last": // a row of supports: its length is no secret, what is in it is
		form.Set("first", ids[which])
		form.Set("last", ids[which])
	case at.field != "":
		form.Set(at.field, ids[which])
	}
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	r := request(a.t, method, a.base+address)
	if method == http.MethodPost {
		body := strings.NewReader(form.Encode())
		r.Body, r.ContentLength = readCloser{body}, int64(body.Len())
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if json {
		r.Header.Set("Accept", "application/json")
	}
	p := a.person(name)
	res, err := p.c.Do(r)
	status, body := p.read(res, err)
	if status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable { // a budget is spent
		a.t.Errorf("%s %s %v: %d %s", name, at.pattern, at, status, errorOf(body))
	}
	return wording(fmt.Sprintf("%d %s", status, res.Header.Get("Location")), body, ids, at.kind)
}

// readCloser is a body that needs no closing.
type readCloser struct{ *strings.Reader }

// Close does nothing.
func (readCloser) Close() error { return nil }

// volatile is what is another thing in every page: the keys of forms, what the request before has done, and where a
// person comes back to who must sign in again.
var volatile = regexp.MustCompile(`value="[A-Za-z0-9_-]{20,}"|/lich/[A-Za-z0-9_-]{20,}\.ics|<div class="alert alert-success" role="status">[^<]*</div>|` +
	`href="/login\?next=[^"]*"|"data:image/png[^"]*"|/toi/[A-Za-z0-9_-]+|` +
	`Vừa ghi <strong>[0-9.]+</strong> khoản`)

// made is the number of what an answer has made.
var made = regexp.MustCompile(`^(303 [^\n]*?)/[0-9]+`)

// chosen is a commune in a list of all: their names are nobody's secret.
var chosen = regexp.MustCompile(`<option value="[0-9A-Z]*" ?(selected)?>[^<]*</option>`)

// wording is what an answer says, without either id: a page's own part without its frame.
func wording(head, body string, ids [2]string, kind string) string {
	if _, main, found := strings.Cut(body, "<main"); found {
		body, _, _ = strings.Cut(main, "</main>")
	}
	text := head + "\n" + body
	for _, id := range ids {
		text = regexp.MustCompile(`\b`+regexp.QuoteMeta(id)+`\b`).ReplaceAllString(text, "ID")
	}
	if kind == "place" {
		text = chosen.ReplaceAllString(text, "")
	}
	return strings.Join(strings.Fields(made.ReplaceAllString(volatile.ReplaceAllString(text, ""), "$1/MADE")), " ")
}

// differs is where two answers part.
func differs(one, other string) string {
	i := 0
	for i < min(len(one), len(other)) && one[i] == other[i] {
		i++
	}
	cut := func(s string) string { return strings.ToValidUTF8(s[max(0, i-60):min(len(s), i+140)], "") }
	return fmt.Sprintf("%q\nbut of nowhere %q", cut(one), cut(other))
}

// names are how addressOf and forms call one's own.
func (a *attack) names(name string) map[string]string {
	p := a.own[name]
	out := map[string]string{"PLACE": "31498", "CODE": a.one(p, "code"), "FORM": a.one(p, "/households/"), "JOB": "1",
		"PAIR": "1", "ACCOUNT": "1", "CAMPAIGN": "1", "STATEMENT": a.one(p, "/money/statements/")}
	for what, kind := range map[string]string{"HOUSEHOLD": "/households/", "LIST": "/lists/", "SUPPORT": "/supports/",
		"ACTIVITY": "/activities/", "AVERAGE": "/averages/", "MONEY": "/money/lines/", "BATCH": "/money/batches/",
		"REPORT": "/reports/"} {
		out[what] = a.one(p, kind)
	}
	return out
}

// TestIDFields: whatever id of elsewhere stands in an address, a query or a form, the answer is that to an id of
// nowhere, in status, address and text: that somebody else's thing exists is not to be told. What is asked is drawn
// from all addresses, fields and askers; ATTACK is how many requests (`make attack`: a million).
func TestIDFields(t *testing.T) {
	most := 10_000
	if text := os.Getenv("ATTACK"); text != "" {
		var err error
		if most, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	o, _ := demotest.Open(t, demotest.Config{Households: 3000, Day: demo.Day})
	s, err := web.New(page.Config{Desks: o, Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s)
	defer srv.Close()
	m := &matrix{t: t, base: srv.URL, people: map[string]*person{}, passwords: map[string]string{},
		ids: map[string]string{"PLACE": "31708"}}
	a := &attack{matrix: m, random: rand.New(rand.NewPCG(12, 7)), own: map[string]pool{}, rooms: s.Rooms(),
		fields: formIDs(t)}
	for _, e := range elsewhere {
		m.account(e.name, e.role, e.place)
	}
	m.find()
	a.theirs = m.findAll("canbo.xa")
	for name, kind := range map[string]string{"HOUSEHOLD": "/households/", "SUPPORT": "/supports/", "LIST": "/lists/",
		"AVERAGE": "/averages/", "MONEY": "/money/lines/", "REPORT": "/reports/", "BATCH": "/money/batches/",
		"ACTIVITY": "/activities/", "ACCOUNT": "/accounts/"} {
		a.theirs.add(kind, m.ids[name])
	}
	names := map[string]map[string]string{}
	for n := range 40 { // what no page of a list shows: the first of everybody's
		for _, kind := range []string{"movement", "item", "recognition", "grant", "passkey", "link"} {
			a.theirs.add(kind, strconv.Itoa(n+1))
		}
	}
	for name, kind := range idFields {
		if kind != "place" && len(a.theirs[kind]) == 0 {
			t.Errorf("nothing of elsewhere is known for %q", name)
		}
	}
	m.ids = maps.Clone(m.ids)
	m.ids["PLACE"] = "31498"
	m.person("xa.khac").post("/money/contracts", url.Values{"number": {"2"}, "partner": {"HTX"}, "title": {"Dê"},
		"place": {"31498"}, "node": {"DA2"}, "day": {demo.Day().Vietnamese()}, "value": {"5.000.000"}})
	for _, e := range elsewhere {
		a.own[e.name] = m.findAll(e.name)
		names[e.name] = a.names(e.name)
	}
	for _, kind := range slices.Sorted(maps.Keys(a.theirs)) {
		t.Logf("%s: %d of theirs, %d of one's own", kind, len(a.theirs[kind]), len(a.own["xa.khac"][kind]))
	}
	slots, asked, bad := a.slots(), 0, map[slot]bool{}
	a.random.Shuffle(len(slots), func(i, j int) { slots[i], slots[j] = slots[j], slots[i] })
	for i := 0; asked < most; i++ { // each place for an id once, then again, by others and with other ids
		at := slots[i%len(slots)]
		e := elsewhere[a.random.IntN(len(elsewhere))]
		ids := [2]string{a.elsewhere(e.name, at.kind), a.nowhere(at.kind)}
		if ids[0] == "" {
			ids[0] = a.nowhere(at.kind) // none of theirs is known: asked all the same, for the answer's being right
		}
		json := a.random.IntN(4) == 0
		var there, nowhere string
		for range 2 { // what the first one did may be in the way of the second
			there = a.answer(e.name, at, names[e.name], ids, 0, json)
			nowhere = a.answer(e.name, at, names[e.name], ids, 1, json)
			asked += 2
			if there == nowhere {
				break
			}
		}
		if there != nowhere && !bad[at] {
			bad[at] = true
			t.Errorf("%s %v: %s of elsewhere: %s", e.name, at, ids[0], differs(there, nowhere))
		}
	}
	t.Logf("%d requests, %d places for an id", asked, len(slots))
}

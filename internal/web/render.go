package web

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/papers"
	"giamngheo/internal/app/transfer"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/words"
)

//go:embed pages/*/*.html
var pageFiles embed.FS

// pages are the templates, one a file in the folder of their capability, once in each language: a text stands in them in
// English and is said by package words.
type pages struct{ byLang map[string]*template.Template }

var languages = []string{words.VI, words.EN, words.KM}

func parsePages() (*pages, error) {
	p := &pages{byLang: map[string]*template.Template{}}
	for _, lang := range languages {
		t, err := template.New("").Funcs(funcs(lang)).ParseFS(pageFiles, "pages/*/*.html")
		if err != nil {
			return nil, err
		}
		for _, one := range t.Templates() {
			if one.Tree != nil {
				unindent(one.Tree.Root)
			}
		}
		p.byLang[lang] = t
	}
	return p, nil
}

// indentation is what the templates are indented by, and the line before a tag's end.
var indentation = regexp.MustCompile(`\n +(>?)`)

// unindent takes the indentation out of a template, so that pages are as light as if they were written in one line. The content of
// pre and textarea is not indented.
func unindent(n parse.Node) {
	switch n := n.(type) {
	case *parse.TextNode:
		n.Text = indentation.ReplaceAllFunc(n.Text, func(b []byte) []byte {
			if b[len(b)-1] == '>' {
				return []byte(">")
			}
			return []byte(" ")
		})
	case *parse.ListNode:
		for _, c := range n.Nodes {
			unindent(c)
		}
	case *parse.IfNode:
		unindentBranches(n.BranchNode)
	case *parse.RangeNode:
		unindentBranches(n.BranchNode)
	case *parse.WithNode:
		unindentBranches(n.BranchNode)
	}
}

func unindentBranches(n parse.BranchNode) {
	unindent(n.List)
	if n.ElseList != nil {
		unindent(n.ElseList)
	}
}

// Page is what every page has.
type Page struct {
	Lang      string
	Title     string
	Path      string
	Here      string // the address with its query, for the language switch
	Actor     *office.Ask
	Demo      bool
	Province  place.Unit
	Day       date.Date
	May       map[string]bool
	Nav       string
	Notice    string
	DraftDone string
	Broken    *errs.Text
	Sought    string // what was searched for
}

func (p *Page) base() *Page { return p }

type page interface{ base() *Page }

// actionsShown are the rights that the layout asks for.
func (s *Server) rights(a *office.Ask) map[string]bool {
	out := map[string]bool{}
	for _, action := range access.Actions() {
		out[strings.ReplaceAll(string(action), ".", "_")] = s.office.Office.May(a, action)
	}
	return out
}

func lang(r *http.Request) string {
	if c, err := r.Cookie("lang"); err == nil && slices.Contains(languages, c.Value) {
		return c.Value
	}
	return "vi"
}

func pick(lang string, t errs.Text) string {
	return t.In(lang)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render writes a page whole or not at all.
func (s *Server) render(w http.ResponseWriter, r *http.Request, name string, title errs.Text, p page) {
	b := p.base()
	b.Lang, b.Path, b.Here, b.Actor, b.Demo = lang(r), r.URL.Path, r.URL.RequestURI(), actor(r), s.office.Office.Demo()
	b.Title, b.Province, b.Day = pick(b.Lang, title), s.office.Office.Province(), s.office.Office.Day()
	if b.Actor != nil {
		b.May = s.rights(b.Actor)
	}
	if b.Nav == "" {
		b.Nav, _, _ = strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	}
	if err := s.office.Office.Ready(); err != nil {
		var e *errs.Error
		if asError(err, &e) {
			b.Broken = new(e.Text())
		}
	}
	if c, err := r.Cookie("notice"); err == nil {
		b.Notice, _ = url.QueryUnescape(c.Value)
		http.SetCookie(w, &http.Cookie{Name: "notice", Path: "/", MaxAge: -1})
	}
	if c, err := r.Cookie("draft-done"); err == nil {
		b.DraftDone = c.Value
		http.SetCookie(w, &http.Cookie{Name: "draft-done", Path: "/", MaxAge: -1})
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := s.pages.byLang[b.Lang].ExecuteTemplate(buf, name, p); err != nil {
		s.log.Error("page", "name", name, "err", err)
		http.Error(w, "Chương trình gặp lỗi khi dựng trang. The page could not be made.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(buf.Bytes()) // the person is gone: nothing to be done
}

// done redirects after a change, with a line that the next page shows; draft names the form whose draft is finished.
func done(w http.ResponseWriter, r *http.Request, to, draft string, what errs.Text) error {
	text := pick(lang(r), what)
	http.SetCookie(w, &http.Cookie{Name: "notice", Value: url.QueryEscape(text), Path: "/", MaxAge: 60, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	if draft != "" {
		http.SetCookie(w, &http.Cookie{Name: "draft-done", Value: draft, Path: "/", MaxAge: 60, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func queryEscape(s string) string { return url.QueryEscape(s) }

// number writes a whole number with the language's thousands.
func number(lang string, v int64) string {
	s := strconv.FormatInt(v, 10)
	sep := byte('.')
	if lang == "en" {
		sep = ','
	}
	var b []byte
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 && s[i-1] != '-' {
			b = append(b, sep)
		}
		b = append(b, s[i])
	}
	return string(b)
}

func decimal(lang string, v float64, places int) string {
	s := strconv.FormatFloat(v, 'f', places, 64)
	if lang != "en" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

func funcs(lang string) template.FuncMap {
	out := template.FuncMap{
		"t":    func(id string, args ...any) string { return words.In(lang, id, args...) },
		"tn":   func(n int, one, many string, args ...any) string { return words.Plural(lang, n, one, many, args...) },
		"km":   func(id string) string { return words.In(words.KM, id) },
		"text": func(t errs.Text) string { return pick(lang, t) },
		"n": func(v any) string {
			switch v := v.(type) {
			case int:
				return number(lang, int64(v))
			case int64:
				return number(lang, v)
			case float64:
				return number(lang, int64(v))
			case household.Dong:
				return number(lang, int64(v))
			}
			return fmt.Sprint(v)
		},
		"dec": func(v float64, places int) string { return decimal(lang, v, places) },
		"rate": func(part, whole int64) string {
			if whole == 0 {
				return "–"
			}
			return decimal(lang, 100*float64(part)/float64(whole), 2) + "%"
		},
		"share": func(part, whole int64) float64 {
			if whole == 0 {
				return 0
			}
			return 100 * float64(part) / float64(whole)
		},
		"pct": func(v float64) string { return decimal(lang, 100*v, 2) + "%" },
		"day": func(d date.Date) string {
			if lang == "en" {
				return d.String()
			}
			return d.Vietnamese()
		},
		"time": func(t time.Time) string {
			if t.IsZero() || t.Unix() <= 0 {
				return ""
			}
			return t.In(time.FixedZone("+07", 7*3600)).Format("02/01/2006 15:04")
		},
		"class":   func(c poverty.Class) string { return classTitle(lang, c) },
		"role":    func(r access.Role) string { return pick(lang, r.Title()) },
		"bit":     func(mask uint16, i int) bool { return mask>>i&1 == 1 },
		"bits":    func(mask uint16) int { r := poverty.Result{Deprived: mask}; n, _ := r.Count(); return n },
		"add":     func(a, b int) int { return a + b },
		"sub":     func(a, b int64) int64 { return a - b },
		"mask":    household.Mask,
		"field":   func(column string) string { return fieldTitle(lang, column) },
		"value":   func(column, text string) string { return valueText(lang, column, text) },
		"json":    func(v any) (string, error) { b, err := json.Marshal(v); return string(b), err },
		"upper":   strings.ToUpper,
		"deed":    func(d string) string { return deedTitle(lang, d) },
		"action":  func(a string) string { return actionTitle(lang, a) },
		"state":   func(st string) string { return stateTitle(lang, st) },
		"stage":   func(st review.Stage) string { return pick(lang, st.Title()) },
		"step":    func(st review.Step) string { return stepTitle(lang, st) },
		"source":  func(src review.Source) string { return pick(lang, sourceTitles[src]) },
		"outcome": func(o review.Outcome) string { return pick(lang, papers.OutcomeTitle(o)) },
		"seqcols": func() []string {
			return []string{"full_name", "sex", "birth_date", "ethnicity", "citizen_id", "relationship"}
		},
		"seq": func(n int) []int {
			out := make([]int, n)
			for i := range out {
				out[i] = i
			}
			return out
		},
		"classes": func() []poverty.Class { return shownClasses },
	}
	maps.Copy(out, fieldFuncs)
	return out
}

// shownClasses are the classes in the order in which pages show them. Not to be changed.
var shownClasses = []poverty.Class{poverty.Poor, poverty.NearPoor, poverty.AverageLivingStandard, poverty.None, poverty.Undetermined}

var classTitles = map[poverty.Class]errs.Text{
	poverty.Poor: errs.T("classWords|Poor"), poverty.NearPoor: errs.T("classWords|Near-poor"),
	poverty.AverageLivingStandard: errs.T("classTitles|Average living standard"),
	poverty.None:                  errs.T("None of these"), poverty.Undetermined: errs.T("Undetermined"),
}

func classTitle(lang string, c poverty.Class) string { return pick(lang, classTitles[c]) }

var stateTitles = map[string]errs.Text{
	office.JobQueued: errs.T("Waiting"), office.JobRunning: errs.T("Running"), office.JobReady: errs.T("Waits for you"),
	office.JobDone: errs.T("stateTitles|Done"), office.JobFailed: errs.T("Failed"), office.JobCancelled: errs.T("Cancelled"),
	"import": errs.T("stateTitles|Import"), "export": errs.T("stateTitles|Export"),
	"citizen": errs.T("Same citizen number"), "likely": errs.T("Same name and birth date"),
	"proposed": errs.T("Proposed"), "approved": errs.T("Approved"), "refused": errs.T("stateTitles|Refused"),
}

func stateTitle(lang, s string) string {
	if t, ok := stateTitles[s]; ok {
		return pick(lang, t)
	}
	return s
}

var deedTitles = map[string]errs.Text{
	"create": errs.T("Created"), "edit": errs.T("Edited"), "move": errs.T("Moved"), "split": errs.T("Split"),
	"merge": errs.T("Merged"), "merged": errs.T("Merged into another"), "close": errs.T("deedTitles|Closed"),
	"delete": errs.T("deedTitles|Deleted"), "restore": errs.T("Brought back"), "import": errs.T("Imported"),
	"review": errs.T("deedTitles|Review"), "duplicate": errs.T("Duplicate removed"), "members": errs.T("deedTitles|Members"),
	"unit": errs.T("Unit merger"),
}

func deedTitle(lang, d string) string {
	if t, ok := deedTitles[d]; ok {
		return pick(lang, t)
	}
	return d
}

var actionTitles = map[string]errs.Text{
	"household.view": errs.T("viewed household"), "household.history": errs.T("viewed history"),
	"household.reveal": errs.T("revealed numbers"), "household.export": errs.T("exported"),
	"dashboard.view": errs.T("viewed dashboard"), "session.begin": errs.T("signed in"), "session.end": errs.T("signed out"),
	"session.refused": errs.T("sign-in refused"), "session.code": errs.T("one-time code"),
	"session.recovery_code": errs.T("recovery code"), "account.create": errs.T("account created"),
	"account.reset": errs.T("password reset"), "account.password": errs.T("password changed"),
	"account.grant": errs.T("role granted"), "account.revoke": errs.T("role ended"), "account.disable": errs.T("account disabled"),
	"account.enable": errs.T("account enabled"), "account.totp_on": errs.T("one-time codes on"),
	"account.totp_off": errs.T("one-time codes off"), "import.store": errs.T("import stored"),
	"import.confirm": errs.T("import confirmed"), "job.import": errs.T("uploaded"), "job.export": errs.T("asked for export"),
	"duplicate.view": errs.T("viewed duplicate"), "duplicate.decide": errs.T("decided duplicate"),
	"law.reclass": errs.T("classified anew"),
	"demo.fill":   errs.T("filled with synthetic data"), "place.propose": errs.T("merger proposed"),
	"place.decide": errs.T("merger decided"),
	"plan.view":    errs.T("viewed the plan"), "plan.target": errs.T("viewed a target"), "plan.behind": errs.T("opened the list behind a target"),
	"plan.share": errs.T("shared a target out"), "plan.save": errs.T("saved a plan"), "plan.file": errs.T("downloaded a plan's file"),
	"plan.export": errs.T("exported a plan's results"), "figure.report": errs.T("reported a figure"),
	"support.view": errs.T("viewed support"), "support.list": errs.T("viewed supports"),
	"support.record": errs.T("recorded support"), "support.correct": errs.T("corrected support"),
	"support.withdraw": errs.T("withdrew support"), "support.payment": errs.T("payment list"),
	"activity.create": errs.T("activity made"), "activity.edit": errs.T("activity changed"),
	"activity.state": errs.T("activity moved"), "activity.attach": errs.T("document added"),
	"activity.detach": errs.T("document removed"), "activity.document": errs.T("document opened"),
	"beneficiary.list": errs.T("viewed beneficiaries"), "beneficiary.export": errs.T("exported invitations"),
	"exit.view": errs.T("viewed exit plan"), "exit.plan": errs.T("exit plan recorded"),
	"exit.propose": errs.T("exit proposal"), "exit.costs": errs.T("costs changed"),
	"review.open": errs.T("review opened"), "review.view": errs.T("viewed a review's list"),
	"review.answer": errs.T("answered a survey"),
	"review.give":   errs.T("list given to an enumerator"), "review.cell": errs.T("viewed the households behind a figure"),
	"review.correct": errs.T("recognition corrected"), "review.withdraw": errs.T("recognition withdrawn"),
	"review.announce": errs.T("figures announced"), "review.adopt": errs.T("result taken over"),
	"review.whatif": errs.T("tried another standard"), "review.quality": errs.T("viewed the quality checks"),
	"review.sample": errs.T("sample drawn"), "review.verify": errs.T("sample verified"),
	"review.export": errs.T("exported tables or lists of a review"),
	"paper.write":   errs.T("paper written"), "paper.template": errs.T("template replaced"),
}

func actionTitle(lang, a string) string {
	if t, ok := actionTitles[a]; ok {
		return pick(lang, t)
	}
	if d, ok := strings.CutPrefix(a, "household."); ok {
		return deedTitle(lang, d)
	}
	if st, ok := strings.CutPrefix(a, "review."); ok && stepTitle(lang, review.Step(st)) != "" {
		return pick(lang, errs.T("review: %s", stepTitles[review.Step(st)]))
	}
	return a
}

// fieldNames are the columns' names in English, beside the Vietnamese titles of the exchange format.
var fieldNames = map[string]string{"household_code": "Household code", "commune_code": "Commune", "hamlet": "Hamlet", "address": "Address", "area": "Area",
	"income_per_head": "Income per head", "b1_score": "B1 points", "wall": "Walls", "pillar": "Pillars", "roof": "Roof", "floor_area": "Floor area",
	"water_source": "Water source", "toilet": "Toilet", "internet": "Uses internet", "information_means": "Means of information", "poverty_reasons": "Reasons for poverty",
	"phone": "Phone", "member_no": "Member no.", "full_name": "Full name", "relationship": "Relationship to head", "sex": "Sex", "birth_date": "Birth date",
	"ethnicity": "Ethnicity", "citizen_id": "Citizen number", "able_to_work": "Able to work", "wants_work": "Wants work", "work": "Work",
	"social_allowance": "Social allowance", "disability": "Disability", "person_of_merit": "Person of merit", "health_insurance": "Health insurance",
	"attending": "Attending school", "qualification": "Qualification", "in_training": "In training", "stunted": "Stunted", "underweight": "Underweight",
	"valid_from": "Holds from"}

func columnOf(name string) (household.Column, bool) {
	for _, list := range [][]household.Column{household.HouseholdColumns, household.MemberColumns} {
		for _, c := range list {
			if c.Name == name {
				return c, true
			}
		}
	}
	return household.Column{}, false
}

func fieldTitle(lang, column string) string {
	if lang == "en" {
		return fieldNames[column]
	}
	if c, ok := columnOf(column); ok {
		return c.Title
	}
	return map[string]string{"valid_from": "Có hiệu lực từ ngày"}[column]
}

// valueText is a column's text as a person reads it.
func valueText(lang, column, text string) string {
	c, ok := columnOf(column)
	switch {
	case text == "" || !ok || text == "•••":
		return text
	case c.Kind == household.YesNo:
		return pick(lang, map[string]errs.Text{"yes": errs.T("yes"), "no": errs.T("no")}[text])
	case c.Kind == household.Choice && lang != "en":
		return transfer.Word(c.Enum, text)
	case c.Kind == household.Choice:
		return strings.ReplaceAll(text, "_", " ")
	case c.Kind == household.Choices:
		var out []string
		for one := range strings.SplitSeq(text, ";") {
			if lang != "en" {
				one = transfer.Word(c.Enum, one)
			}
			out = append(out, strings.ReplaceAll(one, "_", " "))
		}
		return strings.Join(out, "; ")
	case c.Kind == household.Amount:
		if v, err := strconv.ParseInt(text, 10, 64); err == nil {
			return number(lang, v)
		}
	case c.Kind == household.Decimal && lang != "en":
		return strings.Replace(text, ".", ",", 1)
	case c.Kind == household.Day && lang != "en":
		if d, err := date.Parse(text); err == nil {
			return d.Vietnamese()
		}
	}
	return text
}

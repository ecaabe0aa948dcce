package page

import (
	"bytes"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	"giamngheo/internal/words"
)

// pages are the templates, one a file in the folder of their capability, once in each language: a text stands in them in
// English and is said by package words.
type pages struct{ byLang map[string]*template.Template }

var languages = []string{words.VI, words.EN, words.KM}

func parsePages(rooms []fs.FS) (*pages, error) {
	p := &pages{byLang: map[string]*template.Template{}}
	for _, lang := range languages {
		t := template.New("").Funcs(funcs(lang))
		for _, room := range rooms {
			if _, err := t.ParseFS(room, "*.html"); err != nil {
				return nil, err
			}
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
func (s *Shell) rights(a *office.Ask) map[string]bool {
	out := map[string]bool{}
	for _, action := range access.Actions() {
		out[strings.ReplaceAll(string(action), ".", "_")] = s.desks.Office.May(a, action)
	}
	return out
}

// Lang is the language in which a request wants its page: the cookie's, or Vietnamese.
func Lang(r *http.Request) string {
	if c, err := r.Cookie("lang"); err == nil && slices.Contains(languages, c.Value) {
		return c.Value
	}
	return "vi"
}

// Pick is a text in a language.
func Pick(lang string, t errs.Text) string {
	return t.In(lang)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render writes a page whole or not at all.
func (s *Shell) Render(w http.ResponseWriter, r *http.Request, name string, title errs.Text, p page) {
	b := p.base()
	b.Lang, b.Path, b.Here, b.Actor, b.Demo = Lang(r), r.URL.Path, r.URL.RequestURI(), Actor(r), s.desks.Office.Demo()
	b.Title, b.Province, b.Day = Pick(b.Lang, title), s.desks.Office.Province(), s.desks.Office.Day()
	if b.Actor != nil {
		b.May = s.rights(b.Actor)
	}
	if b.Nav == "" {
		b.Nav, _, _ = strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	}
	if err := s.desks.Office.Ready(); err != nil {
		var e *errs.Error
		if AsError(err, &e) {
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
		s.Log.Error("page", "name", name, "err", err)
		http.Error(w, "Chương trình gặp lỗi khi dựng trang. The page could not be made.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(buf.Bytes()) // the person is gone: nothing to be done
}

// Done redirects after a change, with a line that the next page shows; draft names the form whose draft is finished.
func Done(w http.ResponseWriter, r *http.Request, to, draft string, what errs.Text) error {
	text := Pick(Lang(r), what)
	http.SetCookie(w, &http.Cookie{Name: "notice", Value: url.QueryEscape(text), Path: "/", MaxAge: 60, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	if draft != "" {
		http.SetCookie(w, &http.Cookie{Name: "draft-done", Value: draft, Path: "/", MaxAge: 60, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// QueryEscape is a text as a value in the query of an address.
func QueryEscape(s string) string { return url.QueryEscape(s) }

var stateTitles = map[string]errs.Text{
	office.JobQueued: errs.T("Waiting"), office.JobRunning: errs.T("Running"), office.JobReady: errs.T("Waits for you"),
	office.JobDone: errs.T("stateTitles|Done"), office.JobFailed: errs.T("Failed"), office.JobCancelled: errs.T("Cancelled"),
	"import": errs.T("stateTitles|Import"), "export": errs.T("stateTitles|Export"),
	"citizen": errs.T("Same citizen number"), "likely": errs.T("Same name and birth date"),
	"proposed": errs.T("Proposed"), "approved": errs.T("Approved"), "refused": errs.T("stateTitles|Refused"),
}

func stateTitle(lang, s string) string {
	if t, ok := stateTitles[s]; ok {
		return Pick(lang, t)
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
		return Pick(lang, t)
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
		return Pick(lang, t)
	}
	if d, ok := strings.CutPrefix(a, "household."); ok {
		return deedTitle(lang, d)
	}
	if st, ok := strings.CutPrefix(a, "review."); ok && stepTitle(lang, review.Step(st)) != "" {
		return Pick(lang, errs.T("review: %s", StepTitles[review.Step(st)]))
	}
	return a
}

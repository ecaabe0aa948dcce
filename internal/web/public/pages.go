package public

import (
	"net/http"
	"strconv"

	"giamngheo/internal/app/public"
	"giamngheo/internal/errs"
	"giamngheo/internal/publication"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/site"
)

// line is a publication as a list shows it.
type line struct {
	ID        int64
	Title     errs.Text
	Period    string
	Withdrawn string
	Replaced  int64
}

// card is a series on the first page.
type card struct {
	Title   errs.Text
	Address string
	Content *publication.Content // nil: nothing is published of it
	Figure  string               // what stands first; empty: none
	Says    errs.Text
}

type homePage struct {
	site.Page
	Cards []card
	All   []line
}

// addresses are those of the series' pages.
var addresses = map[publication.Series]string{publication.Households: "/cong-khai/ho-ngheo",
	publication.Targets: "/cong-khai/muc-tieu", publication.Money: "/cong-khai/nguon-von",
	publication.Guide: "/cong-khai/huong-dan"}

func (h *handlers) home(w http.ResponseWriter, r *http.Request) error {
	k, err := h.site.Known(r)
	if err != nil {
		return err
	}
	p := &homePage{}
	for _, s := range publication.AllSeries() {
		c := card{Title: s.Title(), Address: addresses[s]}
		if one := k.Latest(s); one != nil {
			c.Content = k.Contents[one.ID]
		}
		p.Cards = append(p.Cards, c)
	}
	for i := range k.All {
		one := &k.All[i]
		p.All = append(p.All, line{one.ID, one.Series.Title(), one.Period, one.Withdrawn, one.Replaced})
	}
	return h.site.Render(w, r, "public_home", errs.T("What is public of poverty reduction"), p)
}

// onePage is a publication; Content is nil where it was withdrawn, and ID 0 where nothing is published of a series.
type onePage struct {
	site.Page
	ID        int64
	Withdrawn string // why; empty where it was not
	Replaced  int64
	Series    publication.Series
	Content   *publication.Content
	Hash      string
	Since     string // the day from which on it is public
}

func (p *onePage) fill(one *public.Published, c *publication.Content) {
	p.ID, p.Withdrawn, p.Replaced = one.ID, one.Withdrawn, one.Replaced
	p.Series, p.Content, p.Hash, p.Since = one.Series, c, one.Hash, one.From.Vietnamese()
}

// series shows what is public of a series now.
func (h *handlers) series(s publication.Series) page.Action {
	return func(w http.ResponseWriter, r *http.Request) error {
		k, err := h.site.Known(r)
		if err != nil {
			return err
		}
		p := &onePage{Series: s}
		if one := k.Latest(s); one != nil {
			p.fill(one, k.Contents[one.ID])
		}
		return h.site.Render(w, r, "public_one", s.Title(), p)
	}
}

// published is the publication of an address. Errors: errs.NotFound.
func (h *handlers) published(r *http.Request, name string) (*public.Known, *public.Published, error) {
	k, err := h.site.Known(r)
	if err != nil {
		return nil, nil, err
	}
	id, err := strconv.ParseInt(name, 10, 64)
	one := k.Find(id)
	if err != nil || one == nil {
		return nil, nil, page.NotThere()
	}
	return k, one, nil
}

func (h *handlers) one(w http.ResponseWriter, r *http.Request) error {
	k, one, err := h.published(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	p := &onePage{}
	p.fill(one, k.Contents[one.ID])
	return h.site.Render(w, r, "public_one", one.Series.Title(), p)
}

type rulePage struct {
	site.Page
	Proof *publication.Proof // of the newest tables; nil: there are none
}

// rule says why a cell is empty.
func (h *handlers) rule(w http.ResponseWriter, r *http.Request) error {
	k, err := h.site.Known(r)
	if err != nil {
		return err
	}
	p := &rulePage{}
	if one := k.Latest(publication.Households); one != nil {
		p.Proof = k.Contents[one.ID].Certificate
	}
	return h.site.Render(w, r, "public_rule", errs.T("Why a cell is empty"), p)
}

type dataPage struct {
	site.Page
	Sets []set
}

// set is a publication as data.
type set struct {
	line
	Tables []publication.Table
	Money  bool
}

func (h *handlers) data(w http.ResponseWriter, r *http.Request) error {
	k, err := h.site.Known(r)
	if err != nil {
		return err
	}
	p := &dataPage{}
	for i := range k.All {
		one := &k.All[i]
		if c := k.Contents[one.ID]; c != nil {
			of := line{one.ID, one.Series.Title(), one.Period, "", one.Replaced}
			p.Sets = append(p.Sets, set{of, c.Tables, c.Money != nil})
		}
	}
	return h.site.Render(w, r, "public_data", errs.T("Open data"), p)
}

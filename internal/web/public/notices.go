package public

import (
	"cmp"
	"mime"
	"net/http"
	"slices"
	"strconv"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/notice"
	"giamngheo/internal/store/public"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/site"
)

// told is a notice as a public page shows it.
type told struct {
	public.Notice
	State  notice.State // of the day
	Title  string
	Lang   string // in which it is said: of the page, or Vietnamese
	Blocks []notice.Block
}

type noticesPage struct {
	site.Page
	Items []told
	Past  []told // over or withdrawn
}

type noticePage struct {
	site.Page
	Of told
}

func tell(n *public.Notice, lang string, on date.Date) told {
	out := told{Notice: *n, State: n.On(on), Title: n.In(lang).Title, Lang: "vi",
		Blocks: notice.Blocks(n.In(lang).Body)}
	if n.Has(lang) {
		out.Lang = lang
	}
	return out
}

// notices lists what is told to everybody: what holds, pinned things first, then what is over or withdrawn.
func (h *handlers) notices(w http.ResponseWriter, r *http.Request) error {
	known, err := h.site.Known(r)
	if err != nil {
		return err
	}
	p := &noticesPage{}
	for i := range known.Notices {
		one := tell(&known.Notices[i], site.LangOf(r), known.Day)
		if one.State == notice.Published {
			p.Items = append(p.Items, one)
		} else {
			p.Past = append(p.Past, one)
		}
	}
	for _, all := range [][]told{p.Items, p.Past} {
		slices.SortStableFunc(all, func(x, y told) int {
			if x.Pinned != y.Pinned {
				return map[bool]int{true: -1, false: 1}[x.Pinned]
			}
			return cmp.Or(cmp.Compare(y.From, x.From), cmp.Compare(y.ID, x.ID))
		})
	}
	return h.site.Render(w, r, "public_notices", errs.T("Notices"), p)
}

func (h *handlers) notice(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	known, err := h.site.Known(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(known.Notices, func(n public.Notice) bool { return n.ID == id })
	if i < 0 {
		return page.NotThere()
	}
	one := tell(&known.Notices[i], site.LangOf(r), known.Day)
	return h.site.Render(w, r, "public_notice", errs.Text{VI: one.Title, EN: one.Title}, &noticePage{Of: one})
}

func (h *handlers) noticeFile(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(r.PathValue("file"), 10, 64)
	if err != nil {
		return page.NotThere()
	}
	f, err := h.site.NoticeFile(r, id, n)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	w.Header().Set("Content-Type", f.Media)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	_, _ = w.Write(f.Content) // the person is gone: nothing to be done
	return nil
}

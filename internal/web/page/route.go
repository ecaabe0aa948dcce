package page

import (
	"embed"
	"net/http"

	"giamngheo/internal/app"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Templates are the layout and what all pages share.
//
//go:embed *.html
var Templates embed.FS

// Route is an address with who answers it.
type Route struct {
	Pattern string // of http.ServeMux
	Handle  Action
	Most    int64  // bytes that may be sent; 0: MostBody
	Open    bool   // for anybody, not only who is signed in
	Looks   bool   // a form that only asks: nothing is changed
	Entry   *Entry // its line of the side bar; nil: it has none
	Bare    bool   // for anybody, and nobody is asked who he is: no session, no cookie
	File    bool   // a form is answered with a file, made anew whenever the form is sent
}

// MostBody is how large a form may be, in bytes.
const MostBody = 4 << 20

// OwnLimit is the limit of a route whose handler sees to it.
const OwnLimit = -1

// Handler is a route as it is served: with its limit, for whom it is.
func (s *Shell) Handler(r Route) http.Handler {
	switch {
	case r.Bare:
		return bare(s, s.limited(r))
	case r.Open:
		return s.open(s.limited(r))
	}
	return s.signed(s.limited(r))
}

// limited refuses what is larger than a route takes.
func (s *Shell) limited(route Route) Action {
	most, h := route.Most, route.Handle
	if most == OwnLimit {
		return h
	}
	if most == 0 {
		most = MostBody
	}
	return func(w http.ResponseWriter, r *http.Request) error {
		if r.ContentLength > most {
			return errs.New(errs.Invalid, "too much was sent")
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		if a := Actor(r); a != nil && r.Method == http.MethodPost && a.Stage == office.StageIn && !route.Looks {
			defer s.desks.Work.Forget(a)
		}
		return s.once(w, r, h, route.File)
	}
}

// Routes are the addresses that belong to no room.
func Routes(s *Shell, _ *app.Desks) []Route {
	return []Route{
		{Pattern: "POST /side", Handle: foldSide},
		{Pattern: "GET /work/count", Handle: s.count},
		{Pattern: "/", Handle: func(http.ResponseWriter, *http.Request) error { return NotThere() }, Open: true},
	}
}

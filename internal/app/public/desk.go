// Package public is what the public pages know: what was published, and the day. It reads by a window on the database
// through which nothing else can be seen, and holds no office.
package public

import (
	"context"
	"sync"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/publication"
	"giamngheo/internal/store/public"
	"giamngheo/internal/store/publications"
	"giamngheo/internal/store/supports"
)

// Desk serves the public pages. It is used by several goroutines.
type Desk struct {
	read     *public.Reader
	site     publication.Site
	demo     bool
	day      func() date.Date
	province func() place.Unit
	log      func(what string, err error)
	tend     func(ctx context.Context) error

	mu     sync.Mutex
	known  *Known // what is public on Known.Day; nil where it is to be read anew
	forgot int    // how often it was
	visits map[visit]int64
}

// visit is a page on a day.
type visit struct {
	day  date.Date
	page string
}

// Published is a publication that is or was public.
type Published = public.Published

// Known is all that the public pages know on a day.
type Known struct {
	Day      date.Date
	Province place.Unit
	Site     publication.Site
	Demo     bool
	All      []public.Published             // the newest first
	Contents map[int64]*publication.Content // of those that are not withdrawn
	Visits   int64                          // before Day
	Notices  []public.Notice                // to everybody
}

// New makes the desk.
func New(o *office.Office, l *library.Library) (*Desk, error) {
	site, err := publication.ReadSite(l.Data(), string(o.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	d := &Desk{read: public.Of(o.Reader(), string(o.ProvinceCode())), site: site, demo: o.Demo(), day: o.Day,
		province: o.Province, visits: map[visit]int64{},
		log: func(what string, err error) { o.Log().Warn("public", "what", what, "err", err) }}
	province := string(o.ProvinceCode())
	d.tend = func(ctx context.Context) error {
		counted := d.take()
		if len(counted) == 0 {
			return nil
		}
		err := o.Keep(ctx, office.KeepVisits, func(tx *office.Tx) error {
			for v, n := range counted {
				if err := publications.Visit(ctx, tx, province, v.day, v.page, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			d.giveBack(counted)
		}
		return err
	}
	return d, nil
}

// Begin writes down now and then how often pages were asked for, and hears what is published.
func (d *Desk) Begin(o *office.Office) {
	o.Tending("visits", d.tend)
	for _, topic := range []office.Topic{office.TopicPublication, office.TopicNotice} {
		o.On(topic, func([]int64) { d.Forget() })
	}
}

// Forget has what is public read anew.
func (d *Desk) Forget() {
	d.mu.Lock()
	d.known = nil
	d.forgot++
	d.mu.Unlock()
}

// Known returns what is public now. It is not to be changed.
func (d *Desk) Known(ctx context.Context) (_ *Known, err error) {
	defer errs.Wrap(&err, "public.Known")
	day := d.day()
	d.mu.Lock()
	had, forgot := d.known, d.forgot
	d.mu.Unlock()
	if had != nil && had.Day == day {
		return had, nil
	}
	k := &Known{Day: day, Province: d.province(), Site: d.site, Demo: d.demo}
	if k.All, err = d.read.Publications(ctx, day); err != nil {
		return nil, err
	}
	k.Contents = map[int64]*publication.Content{}
	for _, p := range k.All {
		if p.Withdrawn == "" {
			if k.Contents[p.ID], err = publication.Read(p.Content); err != nil {
				return nil, err
			}
		}
	}
	if k.Visits, err = d.read.Visits(ctx, day); err != nil {
		return nil, err
	}
	if k.Notices, err = d.read.Notices(ctx, day); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.forgot == forgot { // what was forgotten meanwhile is read by the next
		d.known = k
	}
	return k, nil
}

// Latest is what is public of a series: the newest that was neither withdrawn nor replaced; nil where there is none.
func (k *Known) Latest(series publication.Series) *public.Published {
	for i := range k.All {
		if p := &k.All[i]; p.Series == series && p.Withdrawn == "" && p.Replaced == 0 {
			return p
		}
	}
	return nil
}

// Find is a publication that is public, or was and is withdrawn; nil where there is none.
func (k *Known) Find(id int64) *public.Published {
	for i := range k.All {
		if k.All[i].ID == id {
			return &k.All[i]
		}
	}
	return nil
}

// Visited counts that a page was asked for; by whom is not known.
func (d *Desk) Visited(page string) {
	day := d.day()
	d.mu.Lock()
	d.visits[visit{day, page}]++
	d.mu.Unlock()
}

func (d *Desk) take() map[visit]int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := d.visits
	d.visits = map[visit]int64{}
	return out
}

func (d *Desk) giveBack(counted map[visit]int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for v, n := range counted {
		d.visits[v] += n
	}
}

// NoticeFile returns a file of a notice to everybody. Errors: errs.NotFound.
func (d *Desk) NoticeFile(ctx context.Context, id, file int64) (*supports.Attachment, error) {
	return d.read.NoticeFile(ctx, d.day(), id, file)
}

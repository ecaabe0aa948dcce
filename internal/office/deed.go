package office

import (
	"context"
	"strconv"
	"strings"

	"giamngheo/internal/audit"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/reads"
)

// TooLong reports whether a text has more than the 300 letters that a field takes.
func TooLong(s string) bool { return len(s) > 300 && len([]rune(s)) > 300 }

// IgnoreNotFound is an error, but none where something was only not there (errs.NotFound).
func IgnoreNotFound(err error) error {
	if errs.KindOf(err) == errs.NotFound {
		return nil
	}
	return err
}

// NeedReason refuses an empty reason.
func NeedReason(reason string) error {
	if len([]rune(strings.TrimSpace(reason))) < 5 {
		return errs.New(errs.Invalid, "give the reason (at least 5 letters), for those who come after")
	}
	return nil
}

// Deed is what somebody did, as the record of deeds keeps it.
type Deed struct {
	By      *Ask // who did it; nil: who asks
	Action  string
	Kind    string // of the subject: household, account, place, job, session …
	Subject string // its id or code
	Place   place.Code
	Reason  string
	Changes []household.Change
	Note    map[string]string
}

// Saw puts who read what on the record; the entries are gathered and written together.
func (o *Office) Saw(k *Ask, d Deed) { o.reads.Add(o.entryOf(k, &d, true)) }

// readers look at what is read.
type readers struct {
	o     *Office
	looks []func(context.Context, *Tx, []*audit.Entry) error
}

// OnReads has a function look at the entries of who read what, in the transaction that writes them.
func (r *readers) OnReads(look func(context.Context, *Tx, []*audit.Entry) error) {
	r.looks = append(r.looks, look)
}

// keepReads writes entries of who read what.
func (r *readers) keepReads(entries []*audit.Entry) error {
	ctx := context.Background()
	return r.o.Keep(ctx, KeepReads, func(tx *Tx) error {
		for _, e := range entries {
			if err := tx.inner.Audit(ctx, e); err != nil {
				return err
			}
		}
		for _, look := range r.looks {
			if err := look(ctx, tx, entries); err != nil {
				return err
			}
		}
		return nil
	})
}

// entryOf is the audit entry of a deed, as of now; read: of one that changed nothing.
func (o *Office) entryOf(k *Ask, d *Deed, read bool) *audit.Entry {
	e := &audit.Entry{Province: string(o.ProvinceCode()), At: o.Now(), Action: d.Action, Kind: d.Kind,
		Subject: d.Subject, Place: string(d.Place),
		Detail: audit.Detail{Reason: d.Reason, Changes: d.Changes, Note: d.Note}}
	if d.By != nil {
		k = d.By
	}
	if k != nil {
		e.Account, e.Who, e.From = k.Account, k.Username, k.From
		e.Detail.Note = k.stead.Behalf(d.Note, read)
	}
	return e
}

// IDText is how an entry in the record of deeds writes a number.
func IDText(id int64) string { return strconv.FormatInt(id, 10) }

// CountNote is the note of a deed of reading that says how many households were read.
const CountNote = reads.CountNote

// Counted is the note of a deed of reading that showed so many households.
func Counted(n int) map[string]string { return map[string]string{CountNote: strconv.Itoa(n)} }

// CountedOf is Counted of lines of which several may be of one household; 0 is none.
func CountedOf[T any](lines []T, household func(*T) int64) map[string]string {
	of := map[int64]bool{}
	for i := range lines {
		if id := household(&lines[i]); id != 0 {
			of[id] = true
		}
	}
	return Counted(len(of))
}

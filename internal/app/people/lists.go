package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/roster"
	"giamngheo/internal/sheet"
	"giamngheo/internal/store"
	accountrows "giamngheo/internal/store/accounts"
)

// lists makes and changes the accounts of lists of people.
type lists struct{ *Desk }

// List is what a list of people comes to, before and after it is written: Rows = New + Changed + Same + Refused.
type List struct {
	Text           string // the list, as a form carries it
	Sign           string // of what would be written: who confirms, confirms that
	Rows           []Person
	Unread         []string // headings of which nothing is read
	Administrators int      // rows that make an administrator
	table          *roster.Table
}

// Person is a row with what becomes of it.
type Person struct {
	roster.Line
	Verdict roster.Verdict
	Account int64       // 0 of a new one that is not written yet
	Changes []errs.Text // of an account that there is
	acc     *accountrows.Account
	grants  []access.Grant
	until   map[int64]access.Grant // roles held, by their ids, that last until another day
}

// Count is how many rows have a verdict.
func (p *List) Count(v roster.Verdict) (n int) {
	for i := range p.Rows {
		if p.Rows[i].Verdict == v {
			n++
		}
	}
	return n
}

// ReadList reads the list of a workbook or a CSV file as a form carries it. Nothing is kept. Errors (errs.Invalid):
// it is no list of people.
func (o *lists) ReadList(a *office.Ask, src io.Reader, name string) (text string, err error) {
	if err := o.may(a); err != nil {
		return "", err
	}
	err = o.office.WithUpload(src, mostList, office.EndingOf(name), func(path string) error {
		text, err = o.readList(path)
		return err
	})
	return text, err
}

// mostList is how large the workbook of a list may be, in bytes.
const mostList = 16 << 20

// mostText is how large a list may be that a form carries, in bytes: encoded it is three times as large.
const mostText = 4 << 20

func (o *lists) readList(path string) (text string, err error) {
	book, err := sheet.Open(path, office.UploadLimits())
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	t, err := o.words.Read(book)
	if err != nil {
		return "", err
	}
	if text = t.Text(); len(text) > mostText {
		return "", errs.New(errs.Invalid, "the list has too much text: leave out the columns that are not needed")
	}
	return text, nil
}

// LookList says what a list would come to and writes nothing.
func (o *lists) LookList(ctx context.Context, a *office.Ask, text string) (p *List, err error) {
	if err := o.may(a); err != nil {
		return nil, err
	}
	return p, o.office.Look(ctx, func(from store.Reader) error {
		p, err = o.people(ctx, from, a, text)
		return err
	})
}

// TakeList makes and changes the accounts of a list that was looked at: all of them in one transaction, or none. The
// accounts that it makes have no password yet; Letters gives them one. Errors: errs.Conflict, with the list as it would
// come out now, where that is not what was looked at.
func (o *lists) TakeList(ctx context.Context, a *office.Ask, text, sign string) (p *List, err error) {
	if err := o.may(a); err != nil {
		return nil, err
	}
	if err := o.office.NeedFresh(a); err != nil {
		return nil, err
	}
	deed := &office.Deed{Action: "account.import", Kind: "account"}
	err = o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Long()
		if p, err = o.people(ctx, tx, a, text); err != nil {
			return err
		}
		switch {
		case p.Sign != sign:
			return errs.New(errs.Conflict,
				"accounts have been changed since the list was looked at: nothing was written; look at it again")
		case p.Count(roster.New)+p.Count(roster.Changed) == 0:
			return errs.New(errs.Invalid, "there is nothing to write: no row makes or changes an account")
		}
		if err := o.acting(ctx, tx, a); err != nil {
			return err
		}
		tx.Changed(office.TopicAccount)
		for i := range p.Rows {
			if err := o.writePerson(ctx, tx, a, &p.Rows[i]); err != nil {
				return err
			}
		}
		deed.Note = p.note()
		return nil
	})
	return p, err
}

// note are the counts of a list for the record of deeds.
func (p *List) note() map[string]string {
	count := func(v roster.Verdict) string { return fmt.Sprint(p.Count(v)) }
	return map[string]string{"rows": fmt.Sprint(len(p.Rows)), "new": count(roster.New),
		"changed": count(roster.Changed), "unchanged": count(roster.Same), "rejected": count(roster.Refused)}
}

// writePerson makes or changes the account of a row.
func (o *lists) writePerson(ctx context.Context, tx *office.Tx, a *office.Ask, p *Person) error {
	switch p.Verdict {
	case roster.New:
		return o.makePerson(ctx, tx, a, p)
	case roster.Changed:
		return o.changePerson(ctx, tx, a, p)
	}
	return nil
}

func (o *lists) makePerson(ctx context.Context, tx *office.Tx, a *office.Ask, p *Person) error {
	acc := &accountrows.Account{Username: p.Username, FullName: p.Name, Phone: p.Phone, MustChange: true,
		Created: o.office.Now()}
	if err := accountrows.Create(ctx, tx, acc); err != nil {
		return err
	}
	p.Account = acc.ID
	return o.grantPerson(ctx, tx, a, p, "account.create")
}

func (o *lists) changePerson(ctx context.Context, tx *office.Tx, a *office.Ask, p *Person) error {
	acc := p.acc // read in this transaction
	acc.FullName = p.Name
	if p.Phone != "" {
		acc.Phone = p.Phone
	}
	if err := accountrows.Update(ctx, tx, acc); err != nil {
		return err
	}
	for id, g := range p.until {
		if err := accountrows.KeepGrant(ctx, tx, acc.ID, id, g.To); err != nil {
			return err
		}
	}
	return o.grantPerson(ctx, tx, a, p, "account.amend")
}

// grantPerson gives a person the roles of a row and puts what was done on the record.
func (o *lists) grantPerson(ctx context.Context, tx *office.Tx, a *office.Ask, p *Person, action string) error {
	note := map[string]string{"username": p.Username}
	var roles []string
	for _, g := range p.grants {
		if err := accountrows.AddGrant(ctx, tx, p.Account, g, a.Account, o.office.Now()); err != nil {
			return err
		}
		roles = append(roles, string(g.Role)+" "+string(g.Place))
	}
	if note["role"] = strings.Join(roles, ", "); len(roles) == 0 {
		delete(note, "role")
	}
	for _, g := range p.until {
		note["to"] = g.To.String()
	}
	return tx.Note(ctx, office.Deed{Action: action, Kind: "account", Subject: office.IDText(p.Account), Note: note})
}

// sign is a seal on what would be written.
func (p *List) sign(day string) string {
	h := sha256.New()
	fmt.Fprintln(h, day)
	for i := range p.Rows {
		r := &p.Rows[i]
		fmt.Fprintf(h, "%d %s %d %q %q %q %v %v\n", r.Row, r.Verdict, r.Account, r.Username, r.Name, r.Phone, r.grants,
			r.until)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

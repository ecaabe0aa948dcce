// Package meter counts how many households each person was shown on a day, and tells inspectors when they were many.
package meter

import (
	"context"
	"strconv"

	"giamngheo/internal/access"
	"giamngheo/internal/audit"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/reads"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/readings"
)

// Desk counts what is read.
type Desk struct {
	office *office.Office
	duties *access.Duties
}

// New makes the desk.
func New(office *office.Office, duties *access.Duties) *Desk { return &Desk{office, duties} }

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{"reading.much": errs.T("was shown more households in a day than the office’s rule expects")}

// For how many days inspectors are shown who was shown much, and for how many what was counted is kept.
const (
	Shown = 7
	kept  = 400
)

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// Begin has the desk look at what is read.
func (d *Desk) Begin() {
	d.office.OnReads(d.count)
	d.office.Tending("readings", func(ctx context.Context) error {
		return d.office.Keep(ctx, office.KeepReads, func(tx *office.Tx) error {
			for ago := range 31 { // the office may have been closed for a while
				if err := readings.Sweep(ctx, tx, d.province(), d.office.Day().AddDays(-kept-ago)); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// count adds what entries showed to what their people were shown today.
func (d *Desk) count(ctx context.Context, tx *office.Tx, entries []*audit.Entry) error {
	shown := map[int64]int64{}
	for _, e := range entries {
		if n := reads.Households(e); n > 0 && e.Account != 0 {
			shown[e.Account] += n
		}
	}
	for account, n := range shown {
		day, err := readings.Find(ctx, tx, d.province(), d.office.Day(), account)
		if err != nil {
			return err
		}
		day.Households += n
		if !day.Told {
			if day.Told, err = d.tell(ctx, tx, &day); err != nil {
				return err
			}
		}
		if err := readings.Set(ctx, tx, d.province(), &day); err != nil {
			return err
		}
	}
	return nil
}

// tell puts on the record, once a day, that somebody was shown many households.
func (d *Desk) tell(ctx context.Context, tx *office.Tx, day *readings.Day) (bool, error) {
	a, err := accounts.Find(ctx, tx, day.Account)
	if err != nil {
		return false, office.IgnoreNotFound(err)
	}
	most := int64(d.duties.MostRead(a.Grants, day.Day))
	if most == 0 || day.Households < most {
		return false, nil
	}
	return true, tx.Note(ctx, office.Deed{By: &office.Ask{Account: a.ID, Username: a.Username}, Action: "reading.much",
		Kind: "reading", Subject: office.IDText(a.ID), Place: home(a, d.office),
		Note: map[string]string{reads.CountNote: office.IDText(day.Households), "most": strconv.FormatInt(most, 10)}})
}

// home is a unit of an account on the day.
func home(a *accounts.Account, o *office.Office) place.Code {
	for i := range a.Grants {
		if g := &a.Grants[i]; !g.Over(o.Day()) && g.From <= o.Day() {
			return g.Place
		}
	}
	return o.ProvinceCode()
}

// Much is on how many days of the last week somebody of an inspector's area was shown many households; 0 for others.
func (d *Desk) Much(ctx context.Context, a *office.Ask) (n int, err error) {
	if !d.office.May(a, access.ViewAudit) || !d.office.May(a, access.ViewHouseholds) {
		return 0, nil
	}
	var all []readings.Day
	for ago := range Shown {
		told, err := readings.Told(ctx, d.office.Reader(), d.province(), d.office.Day().AddDays(-ago))
		if err != nil {
			return 0, err
		}
		all = append(all, told...)
	}
	for i := range all {
		acc, err := accounts.Find(ctx, d.office.Reader(), all[i].Account)
		if office.IgnoreNotFound(err) != nil {
			return 0, err
		}
		if err == nil && d.office.PlaceScope(a, access.ViewAudit, home(acc, d.office)) == nil {
			n++
		}
	}
	return n, nil
}

// Package residents opens to a household its own page: by the code of its certificate, or of a letter that the commune
// printed, and the year of birth of its head. There is no other way in.
package residents

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/budget"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/story"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/residents"
)

// Desk opens own pages.
type Desk struct {
	office   *office.Office
	budget   *budget.Desk
	book     *book.Desk
	register *register.Desk
	reviews  *reviews.Desk
	supports *supports.Desk
	story    *story.Desk
}

// New makes the desk.
func New(o *office.Office, b *budget.Desk, k *book.Desk, g *register.Desk, r *reviews.Desk, s *supports.Desk,
	t *story.Desk) *Desk {
	return &Desk{o, b, k, g, r, s, t}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"resident.issue":   errs.T("letter for a household’s own page issued"),
	"resident.revoke":  errs.T("letter for a household’s own page revoked"),
	"resident.refused": errs.T("household’s own page not opened: the year of birth was wrong"),
}

// kept is for how many months a letter or a certificate opens the page.
const kept = 12

// hashOf is by what a token is found.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte("own page\x00" + token))
	return hex.EncodeToString(sum[:])
}

// mostToken bounds what is looked at of a token: ours have 26 signs.
const mostToken = 64

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// Key is a letter as an officer sees it.
type Key struct {
	residents.Key
	Issuer, Revoker string
	Open            bool // it opens the page today
}

// Letters are the letters of a household, the newest first.
type Letters struct {
	Household *households.Version
	Keys      []Key
	MayIssue  bool
}

// Letters returns the letters of a household that an actor may see. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Letters(ctx context.Context, a *office.Ask, household int64) (*Letters, error) {
	v, err := d.book.Seen(ctx, a, household)
	if err != nil {
		return nil, err
	}
	if err := d.office.In(a, access.IssueKeys, access.ViewHouseholds, v.Household.Commune); err != nil {
		return nil, err
	}
	l := &Letters{Household: v, MayIssue: true}
	all, err := residents.Of(ctx, d.office.Reader(), v.Province, household)
	for _, k := range all {
		one := Key{Key: k, Issuer: d.office.NameOf(ctx, k.IssuedBy), Open: d.opens(&k)}
		if k.RevokedBy != 0 {
			one.Revoker = d.office.NameOf(ctx, k.RevokedBy)
		}
		l.Keys = append(l.Keys, one)
	}
	return l, err
}

func (d *Desk) opens(k *residents.Key) bool { return k.Revoked.IsZero() && d.office.Day() <= k.Until }

// Issue makes a letter for a household, which ends those before, and returns its token: it is told only now. Errors:
// errs.NotFound, errs.Forbidden, errs.Invalid where the year of birth of its head is not known.
func (d *Desk) Issue(ctx context.Context, a *office.Ask, household int64) (token string, k *residents.Key, err error) {
	l, err := d.Letters(ctx, a, household)
	if err != nil {
		return "", nil, err
	}
	if _, ok := yearOf(l.Household); !ok {
		return "", nil, errs.New(errs.Invalid,
			"the register does not know the year of birth of the head: without it the page cannot be opened; complete it first")
	}
	token = strings.ToLower(rand.Text()) // 130 bits
	k = &residents.Key{Province: d.province(), TokenHash: hashOf(token), Household: household, IssuedBy: a.Account,
		Issued: d.office.Now(), Until: d.office.Day().AddMonths(kept)}
	deed := &office.Deed{Action: "resident.issue", Kind: "household", Subject: office.IDText(household),
		Place: l.Household.Household.Commune}
	return token, k, d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		had, err := residents.Of(ctx, tx, k.Province, household)
		if err != nil {
			return err
		}
		for i := range had {
			if one := &had[i]; one.Revoked.IsZero() {
				one.RevokedBy, one.Revoked, one.Reason = a.Account, d.office.Now(), replaced
				if err := residents.Revoke(ctx, tx, one); err != nil {
					return err
				}
			}
		}
		return residents.Add(ctx, tx, k)
	})
}

// replaced is the reason of a letter that ended because there is a newer one.
const replaced = "có thư mới"

// Revoke ends a letter of a household, with a reason. Errors: errs.NotFound, errs.Forbidden, errs.Invalid,
// errs.Conflict.
func (d *Desk) Revoke(ctx context.Context, a *office.Ask, household, key int64, reason string) error {
	l, err := d.Letters(ctx, a, household)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(l.Keys, func(k Key) bool { return k.ID == key })
	if i < 0 {
		return office.NotYours()
	}
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	if office.TooLong(reason) {
		return errs.New(errs.Invalid, "a reason has at most 300 letters")
	}
	one := l.Keys[i].Key
	one.RevokedBy, one.Revoked, one.Reason = a.Account, d.office.Now(), strings.TrimSpace(reason)
	deed := &office.Deed{Action: "resident.revoke", Kind: "household", Subject: office.IDText(household),
		Place: l.Household.Household.Commune, Reason: one.Reason}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error { return residents.Revoke(ctx, tx, &one) })
}

// yearOf is the year in which the head of a household was born; false where it is not known.
func yearOf(v *households.Version) (int, bool) {
	head := v.Household.Head()
	if head == nil || head.Birth.Earliest.IsZero() || head.Birth.Earliest.Year() != head.Birth.Latest.Year() {
		return 0, false
	}
	return head.Birth.Earliest.Year(), true
}

// How often the page is tried: from an address, altogether, and with one token – then the commune prints another.
var (
	perAddress = budget.Bound{What: "own page", Every: time.Minute, Burst: 10, AllEvery: time.Second, AllBurst: 300}
	perToken   = budget.Bound{What: "own page token", Every: 365 * 24 * time.Hour, Burst: 5}
	perNobody  = budget.Bound{What: "own page nobody", Every: time.Microsecond, Burst: 1 << 20}
)

// refused is what is said whatever was wrong: the token, the year, too many tries, or that it has ended.
func refused() error {
	return errs.New(errs.NotFound,
		"the page is not opened: check the year of birth of the head of the household. After five wrong tries, or after twelve months, ask the commune for a new letter")
}

// household is whose page a token opens; false: nobody's. What is done is the same for both.
func (d *Desk) household(ctx context.Context, token string) (int64, bool, error) {
	k, err := residents.ByToken(ctx, d.office.Reader(), d.province(), hashOf(token))
	if office.IgnoreNotFound(err) != nil {
		return 0, false, err
	}
	c, failed := d.reviews.CertificateOf(ctx, token)
	if office.IgnoreNotFound(failed) != nil {
		return 0, false, failed
	}
	switch {
	case err == nil:
		return k.Household, d.opens(k), nil
	case failed == nil:
		return c.Household, d.office.Day() <= c.Issued.AddMonths(kept), nil
	}
	return 0, false, nil
}

// Open opens the page of a token with the year of birth of the head, from an address. Whatever is wrong, the same is
// said. The view is on the record. Errors: errs.NotFound, errs.TooMany.
func (d *Desk) Open(ctx context.Context, address, token, year string) (*Page, error) {
	if err := d.budget.Bounded(ctx, perAddress, address); err != nil {
		return nil, err
	}
	token = strings.ToLower(token[:min(len(token), mostToken)])
	id, ok, err := d.household(ctx, token)
	if err != nil {
		return nil, err
	}
	bound, of := perNobody, "nobody"
	if ok {
		bound, of = perToken, hashOf(token)
	}
	taken, _, err := d.budget.Of(ctx, bound, of)
	if err != nil {
		return nil, err
	}
	if !ok || taken == nil {
		return nil, refused()
	}
	v, err := households.Find(ctx, d.office.Reader(), d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil {
		return nil, refused()
	}
	born, known := yearOf(v)
	if !known || strings.TrimSpace(year) != office.IDText(int64(born)) {
		d.office.Saw(resident(v, 0), office.Deed{Action: "resident.refused", Kind: "household",
			Subject: office.IDText(id), Place: v.Household.Commune})
		return nil, refused()
	}
	if err := taken.Back(ctx); err != nil {
		return nil, err
	}
	return d.page(ctx, v)
}

// resident is who opens their own page: they may look at their commune as a leader may, and are handed of it what is
// theirs.
func resident(v *households.Version, today date.Date) *office.Ask {
	a := &office.Ask{Username: "người dân", From: "trang-rieng", Stage: office.StageIn}
	if !today.IsZero() {
		a.Grants = []access.Grant{{Role: access.Leader, Place: v.Household.Commune, From: today, To: today}}
	}
	return a
}

// Package told tells the nation what a review found: the figures that were announced, as cells without a person, small
// ones hidden, in the database's window and as a signed file.
package told

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/results"
	"giamngheo/internal/cells"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/publication"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/store/reviews"
	rows "giamngheo/internal/store/told"
	"giamngheo/internal/vault"
)

// Desk tells the nation.
type Desk struct {
	office  *office.Office
	library *library.Library
	book    *book.Desk
	results *results.Desk
}

// New makes the desk.
func New(o *office.Office, l *library.Library, b *book.Desk, r *results.Desk) *Desk {
	return &Desk{o, l, b, r}
}

// Begin has what the nation is told written when a result was announced, and of a review under way once a day.
func (d *Desk) Begin() { d.office.Tending("told", d.Tell) }

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// Tell writes the sheets that are missing: of the newest final result, and of the review under way as of today. Of the
// latter only the province's sums: the differences of communes between two days would tell of single households.
func (d *Desk) Tell(ctx context.Context) error {
	final, running, err := d.years(ctx)
	if err != nil {
		return err
	}
	had, err := rows.Sheets(ctx, d.office.Reader(), d.province())
	if err != nil {
		return err
	}
	told := func(year int, stage cells.Stage) bool {
		return slices.ContainsFunc(had, func(s rows.Sheet) bool {
			return s.Review == year && s.Stage == stage && (stage == cells.Final || s.Made == d.office.Day())
		})
	}
	if final != 0 && !told(final, cells.Final) {
		err = d.tell(ctx, final, cells.Final)
	}
	if running != 0 && !told(running, cells.Running) {
		err = errors.Join(err, d.tell(ctx, running, cells.Running))
	}
	return err
}

// years are that of the newest final result and that of the yearly review under way; 0: none.
func (d *Desk) years(ctx context.Context) (final, running int, err error) {
	all, err := reviews.Reviews(ctx, d.office.Reader(), d.province())
	if err != nil {
		return 0, 0, err
	}
	for i := range all {
		if all[i].State == review.Final {
			final = max(final, all[i].Year)
		}
	}
	campaigns, err := reviews.Campaigns(ctx, d.office.Reader(), d.province())
	for i := range campaigns {
		if c := &campaigns[i]; c.Kind == review.Annual && c.Year > final {
			running = max(running, c.Year)
		}
	}
	return final, running, err
}

// tell makes a sheet and keeps it.
func (d *Desk) tell(ctx context.Context, year int, stage cells.Stage) (err error) {
	defer errs.Wrap(&err, "told.tell(%d, %s)", year, stage)
	s, err := d.sheet(ctx, year, stage)
	if err != nil {
		return err
	}
	return d.office.Keep(ctx, office.KeepTold, func(tx *office.Tx) error {
		return rows.Put(ctx, tx, s, d.office.Now())
	})
}

// sheet makes what is told of a review from the figures that the office shows of it.
func (d *Desk) sheet(ctx context.Context, year int, stage cells.Stage) (*cells.Sheet, error) {
	spec, err := publication.ReadSpec(d.library.Data())
	if err != nil {
		return nil, err
	}
	counted, err := d.results.Counted(ctx, year)
	if err != nil {
		return nil, err
	}
	v, err := d.book.ViewOn(ctx, counted.On)
	if err != nil {
		return nil, err
	}
	h := cells.Head{Province: d.province(), Name: d.office.UnitOn(d.office.ProvinceCode(), counted.On).FullName,
		Review: year, Prior: counted.Prior, Stage: stage, On: counted.On, Made: d.office.Day(), Standard: v.Std.Code,
		Cutoff: v.Std.Cutoff(), Threshold: spec.Threshold, Sample: spec.Sample, Synthetic: d.office.Demo()}
	for i := range v.Std.Indicators {
		one := &v.Std.Indicators[i]
		h.Indicators = append(h.Indicators, cells.Indicator{Code: one.Code, Title: one.Title.VI})
	}
	communes := d.office.CommunesOf(d.office.ProvinceCode(), counted.On)
	measured, err := measure(v, communes)
	if err != nil {
		return nil, err
	}
	leaves := make([]cells.Leaf, len(communes))
	whole := d.leaf(counted, d.office.ProvinceCode(), len(h.Indicators))
	for i, c := range communes {
		leaves[i] = d.leaf(counted, c, len(h.Indicators))
		all := &leaves[i].Of[0]
		all.Measured, all.MPIPoor, all.M0 = measured[i][0], measured[i][1], measured[i][2]
		whole.Of[0].Measured += measured[i][0]
		whole.Of[0].MPIPoor += measured[i][1]
		whole.Of[0].M0 += measured[i][2]
	}
	if stage == cells.Final {
		for _, of := range []int{year, counted.Prior} {
			if err := d.beside(ctx, spec, of, counted.On, leaves); err != nil {
				return nil, err
			}
		}
	}
	return cells.Make(h, &whole, leaves)
}

// beside marks leaves so that a reader who lays what is told beside the public tables of a year computes nothing that
// those hide: units are made of whole rows of them. Who was poor in the review before is counted as that year's were.
func (d *Desk) beside(ctx context.Context, spec *publication.Spec, year int, on date.Date, leaves []cells.Leaf) error {
	final, err := d.results.Final(ctx, year)
	if errs.KindOf(err) == errs.NotFound {
		return nil // none is published of it
	}
	if err != nil {
		return err
	}
	province := d.office.ProvinceCode()
	src := &publication.Source{
		Places: publication.PlacesOf(d.office.Places(), province, d.office.CommunesOf(province, final.On), final.On,
			"commune"),
		Value: func(unit, measure string) int64 { return final.Value(place.Code(unit), measure) }}
	all, err := spec.Besides(d.province(), src)
	if err != nil {
		return err
	}
	if final.On != on { // who is of a minority now was not counted then
		for _, b := range all {
			b.Quiet = false
		}
	}
	Mark(leaves, all, strconv.Itoa(year), func(code place.Code) place.Code {
		to, _ := d.office.Places().Target(code, final.On, on)
		return to
	})
	return nil
}

// Mark marks leaves by what public tables tell of communes, which became the target.
func Mark(leaves []cells.Leaf, all map[string]*publication.Beside, tables string,
	target func(commune place.Code) place.Code) {
	at := map[place.Code]int{}
	for i := range leaves {
		at[place.Code(leaves[i].Code)] = i
	}
	for code, b := range all {
		i, ok := at[target(place.Code(code))]
		if !ok {
			continue
		}
		for _, key := range b.Keys {
			leaves[i].With = append(leaves[i].With, tables+" "+key)
		}
		leaves[i].Quiet = leaves[i].Quiet || b.Quiet
	}
}

// leaf are the counts of a place.
func (d *Desk) leaf(c *results.Final, unit place.Code, indicators int) cells.Leaf {
	count := func(measure string) cells.Count { return cells.Count(c.Value(unit, measure)) }
	u := d.office.UnitOn(unit, c.On)
	l := cells.Leaf{Code: string(unit), Name: u.FullName, Area: u.Area}
	for _, up := range d.office.Places().Ancestors(u, c.On) {
		if up.Level == place.District {
			l.Above = string(up.Code)
		}
	}
	for k, class := range cells.Classes() {
		s, of := &l.Of[k], string(class)
		s.Households, s.People = count(of+".h"), count(of+".p")
		s.Minority, s.MinorityPeople = count(of+".minority.h"), count(of+".minority.p")
		if class == cells.All {
			continue
		}
		s.Open, s.Lost, s.Gained = count(of+".open.h"), count(of+".lost.h"), count(of+".gained.h")
		s.Out = count(of+".tonear.h") + count(of+".above.h")
		s.Came = count(of+".from.h") + count(of+".again.h") + count(of+".new.h")
		s.Stays = s.Open - s.Out - s.Lost
		for i := range indicators {
			s.Deprived[i] = count(fmt.Sprintf("%s.dep%d.h", of, i))
		}
	}
	return l
}

// mostAtOnce is how many communes are measured at once.
const mostAtOnce = 250

// measure are the people measured in communes, those multidimensionally poor, and the sum of their deprivations, by
// the kernel that the dashboard asks.
func measure(v *book.View, communes []place.Code) (out [][3]cells.Count, err error) {
	for batch := range slices.Chunk(communes, mostAtOnce) {
		in := v.Snap.Columns(batch)
		number := map[place.Code]uint8{}
		for i, c := range batch {
			number[c] = uint8(i)
		}
		by := poverty.Grouping{Name: "commune", Groups: len(batch), Values: make([]uint8, len(in.IDs))}
		for i := range in.IDs {
			by.Values[i] = number[in.Communes[i]]
		}
		m, err := v.Table.Measure(&poverty.Columns{Deprived: in.Deprived, Unanswered: in.Unanswered, Size: in.Size,
			Area: in.Area, Income: in.Income, Groupings: []poverty.Grouping{by},
			Class: make([]poverty.Class, len(in.IDs))})
		if err != nil {
			return nil, err
		}
		for i := range batch {
			g := &m.Groups[0][i]
			people := g.People - g.Unmeasured
			sum := math.Round(g.M0 * float64(people) * float64(len(v.Std.Indicators)))
			out = append(out, [3]cells.Count{cells.Count(people), cells.Count(g.Poor), cells.Count(sum)})
		}
	}
	return out, nil
}

// Shown is what the nation was told, for people of the province.
type Shown struct {
	Sheets []rows.Sheet
	Key    string // by which the nation knows the province's files
}

// Shown returns what the nation was told. Errors: errs.Forbidden.
func (d *Desk) Shown(ctx context.Context, a *office.Ask) (*Shown, error) {
	if err := d.office.PlaceScope(a, access.ViewPublications, d.office.ProvinceCode()); err != nil {
		return nil, err
	}
	all, err := rows.Sheets(ctx, d.office.Reader(), d.province())
	if err != nil {
		return nil, err
	}
	key, err := KeyOf(d.office.Reader().Vault(), d.province())
	if err != nil {
		return nil, err
	}
	return &Shown{all, Public(key)}, nil
}

// Sheet returns what was told of a review, for people of the province. Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) Sheet(ctx context.Context, a *office.Ask, year int, stage cells.Stage) (*cells.Sheet, error) {
	if err := d.office.PlaceScope(a, access.ViewPublications, d.office.ProvinceCode()); err != nil {
		return nil, err
	}
	return rows.Find(ctx, d.office.Reader(), d.province(), year, stage)
}

// File returns a sheet as a signed file with its name. Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) File(ctx context.Context, a *office.Ask, year int, stage cells.Stage) (name string, data []byte,
	err error) {
	if err := d.office.PlaceScope(a, access.ViewPublications, d.office.ProvinceCode()); err != nil {
		return "", nil, err
	}
	return Export(ctx, d.office.Reader(), d.province(), year, stage)
}

// Export returns a sheet of a database as a signed file with its name. Year 0 is the newest. Errors: errs.NotFound.
func Export(ctx context.Context, from store.Reader, province string, year int, stage cells.Stage) (name string,
	data []byte, err error) {
	if year == 0 {
		all, err := rows.Sheets(ctx, from, province)
		if err != nil {
			return "", nil, err
		}
		i := slices.IndexFunc(all, func(s rows.Sheet) bool { return s.Stage == stage })
		if i < 0 {
			return "", nil, errs.New(errs.NotFound, "nothing was told the nation yet: it is written within ten minutes after a final result, while the office runs")
		}
		year = all[i].Review
	}
	s, err := rows.Find(ctx, from, province, year, stage)
	if err != nil {
		return "", nil, err
	}
	key, err := KeyOf(from.Vault(), province)
	if err != nil {
		return "", nil, err
	}
	data, err = s.Write(key)
	return FileName(s), data, err
}

// FileName is what the file of a sheet is called.
func FileName(s *cells.Sheet) string {
	return fmt.Sprintf("%s-%d-%s%s", s.Province, s.Review, s.Stage, Ending)
}

// Ending is that of files of cells.
const Ending = ".cells"

// KeyOf is the key by which a province signs what it tells the nation: made from the first of its office's keys, so
// that it stays when a new one is laid over it.
func KeyOf(v *vault.Vault, province string) (ed25519.PrivateKey, error) {
	if v == nil {
		return nil, errs.New(errs.Invalid, "the office has no key")
	}
	secret := v.SignBy(1, "cells/"+province, []byte(province))
	if secret == nil {
		return nil, errs.New(errs.Invalid, "the office has no key")
	}
	seed := sha256.Sum256(secret)
	return ed25519.NewKeyFromSeed(seed[:]), nil
}

// Public is the public part of a key as text.
func Public(key ed25519.PrivateKey) string {
	public, _ := key.Public().(ed25519.PublicKey)
	return hex.EncodeToString(public)
}

// NameOn is what a unit of a sheet is called on a day, or some that are told together.
func (d *Desk) NameOn(unit string, on date.Date) string {
	var names []string
	for code := range strings.SplitSeq(unit, "+") {
		names = append(names, d.office.UnitOn(place.Code(code), on).FullName)
	}
	return strings.Join(names, ", ")
}

package places

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/places"
	reviewrows "giamngheo/internal/store/reviews"
)

// PlaceChangeInput is a merger as a planner brings it: lines "old code; new code; type; new name", as pasted from a
// file.
type PlaceChangeInput struct {
	On      date.Date
	Basis   string
	Text    string
	Confirm bool
}

// PlacePreview shows what a merger does to the sums before it is proposed.
type PlacePreview struct {
	In         PlaceChangeInput
	Mergers    []PlaceMerger
	Households int64 // of all communes named, before; the same after
}

// PlaceMerger is one new unit with what goes into it.
type PlaceMerger struct {
	place.Merger
	Before []PlaceSum
	After  PlaceSum
}

// PlaceSum are the figures of one unit.
type PlaceSum struct {
	Code                               place.Code
	Name                               string
	Households, People, Poor, NearPoor int64
}

// PlaceChangeShown is a recorded merger.
type PlaceChangeShown struct {
	places.Change
	Mergers []place.Merger
	By      string
	Mine    bool
}

// parseMergers reads the lines of a merger; each belongs to the new unit that it names.
func parseMergers(in PlaceChangeInput) (out []place.Merger, err error) {
	at := map[place.Code]int{}
	line := 0
	for text := range strings.Lines(in.Text) {
		line++
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		cells := strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\t' || r == ',' })
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if line == 1 && strings.Trim(cells[0], "0123456789") != "" {
			continue // headers
		}
		if len(cells) < 4 {
			return nil, errs.New(errs.Invalid, "line %s needs 4 columns: old code; new code; type; new name",
				office.IDText(int64(line)))
		}
		to := place.Code(cells[1])
		i, ok := at[to]
		if !ok {
			i = len(out)
			at[to] = i
			out = append(out, place.Merger{On: in.On, To: to, Type: cells[2], Name: cells[3], Basis: in.Basis})
		}
		out[i].From = append(out[i].From, place.Code(cells[0]))
	}
	if len(out) == 0 {
		return nil, errs.New(errs.Invalid, "no lines: paste “old code; new code; type; new name”")
	}
	return out, nil
}

// ProposePlaces previews a merger, and records it as a proposal where it is confirmed. Somebody else approves it.
func (o *Desk) ProposePlaces(ctx context.Context, a *office.Ask, in PlaceChangeInput) (*PlacePreview, error) {
	if !o.office.May(a, access.ChangePlaces) {
		return nil, office.Forbidden()
	}
	if in.On.IsZero() {
		return nil, errs.New(errs.Invalid, "give the day from which it holds")
	}
	if strings.TrimSpace(in.Basis) == "" {
		return nil, errs.New(errs.Invalid, "name the decision of the merger")
	}
	mergers, err := parseMergers(in)
	if err != nil {
		return nil, err
	}
	p := &PlacePreview{In: in}
	now := o.book.View()
	for _, m := range mergers {
		if err := o.office.Reg().Check(m); err != nil {
			return nil, err
		}
		pm := PlaceMerger{Merger: m, After: PlaceSum{Code: m.To, Name: m.Type + " " + m.Name}}
		for _, c := range m.From {
			if u, ok := o.office.Reg().At(c, m.On.AddDays(-1)); !ok || !o.inProvince(u, m.On.AddDays(-1)) {
				return nil, errs.New(errs.Invalid, "commune “%s” is in another province", c)
			}
			f, err := o.book.Figures(ctx, now, []place.Code{c}, 0)
			if err != nil {
				return nil, err
			}
			s := PlaceSum{
				c, o.office.Unit(c).FullName, f.Households, f.People,
				f.Recognised[poverty.Poor].Households, f.Recognised[poverty.NearPoor].Households,
			}
			pm.Before = append(pm.Before, s)
			pm.After.Households += s.Households
			pm.After.People += s.People
			pm.After.Poor += s.Poor
			pm.After.NearPoor += s.NearPoor
			p.Households += s.Households
		}
		p.Mergers = append(p.Mergers, pm)
	}
	if !in.Confirm {
		return p, nil
	}
	units, err := json.Marshal(mergers)
	if err != nil {
		return nil, err
	}
	c := places.Change{Province: string(o.office.ProvinceCode()), On: in.On, State: places.Proposed, Basis: in.Basis,
		Units: string(units), RecordedBy: a.Account, Recorded: o.office.Now()}
	deed := &office.Deed{Action: "place.propose", Kind: "place", Reason: in.Basis}
	return p, o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := places.Add(ctx, tx, &c); err != nil {
			return err
		}
		deed.Subject = office.IDText(c.ID)
		return nil
	})
}

func (o *Desk) inProvince(u place.Unit, on date.Date) bool {
	return slices.ContainsFunc(o.office.Reg().Ancestors(u, on),
		func(p place.Unit) bool { return p.Code == o.office.ProvinceCode() })
}

// PlaceChanges lists the recorded mergers.
func (o *Desk) PlaceChanges(ctx context.Context, a *office.Ask) (out []PlaceChangeShown, err error) {
	if !o.office.May(a, access.ViewPlaces) {
		return nil, office.Forbidden()
	}
	all, err := places.Changes(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	for _, c := range all {
		s := PlaceChangeShown{Change: c, By: o.office.NameOf(ctx, c.RecordedBy), Mine: c.RecordedBy == a.Account}
		if err := json.Unmarshal([]byte(c.Units), &s.Mergers); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, err
}

// DecidePlaces approves a proposed merger or refuses it. Nobody approves what they proposed.
func (o *Desk) DecidePlaces(ctx context.Context, a *office.Ask, id int64, approve bool, reason string) error {
	if !o.office.May(a, access.ApprovePlaces) {
		return office.Forbidden()
	}
	all, err := places.Changes(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(c places.Change) bool { return c.ID == id })
	if i < 0 {
		return office.NotYours()
	}
	c := all[i]
	if err := o.office.MayApprove(a, c.RecordedBy); err != nil {
		return err
	}
	c.State, c.DecidedBy, c.Decided, c.Reason = places.Refused, a.Account, o.office.Now(), reason
	if approve {
		c.State = places.Approved
	} else {
		if err := office.NeedReason(reason); err != nil {
			return err
		}
	}
	deed := &office.Deed{Action: "place.decide", Kind: "place", Subject: office.IDText(id), Reason: reason,
		Note: map[string]string{"state": string(c.State)}}
	err = o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if approve {
			tx.Changed(office.TopicPlace)
		}
		return places.Decide(ctx, tx, &c)
	})
	if err != nil || !approve {
		return err
	}
	o.behind.Store(true)
	if failed := o.follow(ctx); failed != nil { // it is approved, whatever comes of it
		o.office.Log().Warn("units that have become others", "err", failed)
	}
	return nil
}

// follow has the registry know what was approved here, and the households be where it says: what fails is done with the
// next tending.
func (o *Desk) follow(ctx context.Context) error {
	if o.behind.Load() {
		if err := o.LoadMergers(ctx); err != nil {
			return err
		}
		o.behind.Store(false)
	}
	return o.ApplyMergers(ctx)
}

// LoadMergers lays the approved mergers over the registry that is shipped.
func (o *Desk) LoadMergers(ctx context.Context) error {
	base, err := o.library.ShippedPlaces()
	if err != nil {
		return err
	}
	all, err := places.Changes(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return err
	}
	var mergers []place.Merger
	for i := len(all) - 1; i >= 0; i-- { // in the order in which they were recorded
		if all[i].State == places.Approved {
			var ms []place.Merger
			if err := json.Unmarshal([]byte(all[i].Units), &ms); err != nil {
				return err
			}
			mergers = append(mergers, ms...)
		}
	}
	if len(mergers) > 0 {
		base = base.With(mergers)
	}
	o.office.SetPlaces(base)
	return nil
}

// ApplyMergers moves the households of units that have become others, from the day on which they did. It is called at
// the start, after an approval and when a day begins; a second call finds nothing to do.
func (o *Desk) ApplyMergers(ctx context.Context) error {
	snap := o.book.View().Snap
	system := office.Program()
	for _, code := range snap.Communes() {
		if _, ok := o.office.Reg().At(place.Code(code), o.office.Day()); ok {
			continue
		}
		to := o.became(place.Code(code))
		if to.To == "" {
			continue
		}
		ids := snap.IDs(snapshot.Query{Communes: []place.Code{place.Code(code)}, States: []uint8{1, 2, 3}})
		if len(ids) == 0 {
			continue
		}
		if err := o.moveAll(ctx, system, ids, to); err != nil {
			return err
		}
	}
	return o.carryReviews(ctx, system)
}

// became is the unit that one which is no more has become by today, empty where none is sure.
func (o *Desk) became(code place.Code) (to place.Link) {
	for _, l := range o.office.Reg().Became(code, o.office.Day().AddDays(-3660)) {
		if l.On <= o.office.Day() && l.Sure() && l.To != code {
			to = l
		}
	}
	return to
}

// carryReviews carries the lists of reviews under way over to the units that their communes have become: nothing of
// them is lost, and a hamlet whose name is taken in the new unit keeps the old commune's name beside its own.
func (o *Desk) carryReviews(ctx context.Context, a *office.Ask) error {
	campaigns, err := reviewrows.Campaigns(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return err
	}
	for i := range campaigns {
		if campaigns[i].State != "open" {
			continue
		}
		lists, err := reviewrows.Lists(ctx, o.office.Reader(), campaigns[i].Province, campaigns[i].ID)
		if err != nil {
			return err
		}
		var carried []place.Code
		for j := range lists {
			if _, ok := o.office.Reg().At(lists[j].Commune, o.office.Day()); ok {
				continue
			}
			if to := o.became(lists[j].Commune); to.To != "" {
				if err := o.carryList(ctx, a, &campaigns[i], lists[j].ID, lists, to); err != nil {
					return err
				}
				carried = append(carried, to.To)
			}
		}
		if len(carried) > 0 && campaigns[i].Kind == review.Annual {
			slices.Sort(carried)
			if err := o.listRest(ctx, a, &campaigns[i], slices.Compact(carried)); err != nil {
				return err
			}
		}
	}
	return nil
}

// listRest puts the managed households of communes that are on no list of a yearly review on lists: those of the
// communes that had not begun when they became one with others that had.
func (o *Desk) listRest(ctx context.Context, a *office.Ask, c *reviewrows.Campaign, communes []place.Code) error {
	p, err := o.reviews.Procedure()
	if err != nil {
		return err
	}
	begin := &reviews.Opening{O: o.reviews, A: a, P: p, Out: &reviews.Opened{Campaign: *c},
		Managed: o.reviews.Managed(communes)}
	return o.office.Each(ctx, a, func(tx *office.Tx) error {
		tx.Long()
		lists, err := reviewrows.Lists(ctx, tx, c.Province, c.ID)
		if err != nil {
			return err
		}
		for _, commune := range communes {
			before := begin.Out.Households
			for hamlet, households := range begin.Managed[commune] {
				var rest []int64
				for _, id := range households {
					if _, err := reviewrows.FindItem(ctx, tx, c.Province, c.ID,
						id); errs.KindOf(err) == errs.NotFound && err != nil {
						rest = append(rest, id)
					} else if err != nil {
						return err
					}
				}
				if len(rest) == 0 {
					continue
				}
				for slices.ContainsFunc(lists, func(l reviewrows.ReviewList) bool {
					return l.Commune == commune &&
						l.Hamlet == hamlet
				}) {
					hamlet += " (bổ sung)" // the hamlet's own list may be past the survey
				}
				if err := begin.List(ctx, tx, commune, hamlet, rest); err != nil {
					return err
				}
			}
			if n := begin.Out.Households - before; n > 0 {
				if err := tx.Note(ctx, office.Deed{Action: "review.open", Kind: "campaign",
					Subject: office.IDText(c.ID), Place: commune,
					Note: map[string]string{"title": c.Title().VI, "households": strconv.Itoa(n)}}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (o *Desk) carryList(ctx context.Context, a *office.Ask, c *reviewrows.Campaign, id int64,
	lists []reviewrows.ReviewList, to place.Link) error {
	p, err := o.reviews.Procedure()
	if err != nil {
		return err
	}
	return o.office.Each(ctx, a, func(tx *office.Tx) error {
		row, err := reviewrows.FindList(ctx, tx, c.Province, id)
		if err != nil {
			return err
		}
		events, err := reviewrows.Events(ctx, tx, c.Province, id)
		if err != nil {
			return err
		}
		l, err := review.Replay(p, &c.Campaign, events)
		if err != nil {
			return err
		}
		s := &reviews.ListShown{ReviewList: *row, Campaign: *c, List: l}
		e := review.Event{Step: review.Carry, At: o.office.Now(), By: a.Account, Unit: string(to.To), Reason: to.Source}
		if err := l.Apply(p, &e); err != nil {
			return err
		}
		taken := slices.ContainsFunc(lists, func(o reviewrows.ReviewList) bool {
			return o.ID != id &&
				o.Commune == to.To && o.Hamlet == row.Hamlet
		})
		if s.Commune = to.To; taken {
			s.Hamlet += " (" + o.office.Unit(row.Commune).FullName + ")"
		}
		if err := reviewrows.OpenCommune(ctx, tx, c, to.To, a.Account, o.office.Now()); err != nil &&
			errs.KindOf(err) != errs.Conflict {
			return err
		}
		if err := reviewrows.CarryQuality(ctx, tx, c.Province, c.ID, row.Commune, to.To); err != nil {
			return err
		}
		for i := range lists {
			if lists[i].ID == id {
				lists[i].Commune, lists[i].Hamlet = s.Commune, s.Hamlet
			}
		}
		return o.reviews.Stepped(ctx, tx, p, s, &e, nil)
	})
}

// moveAll gives households the commune that theirs has become, in one transaction.
func (o *Desk) moveAll(ctx context.Context, a *office.Ask, ids []int64, to place.Link) error {
	return o.office.Each(ctx, a, func(tx *office.Tx) error {
		tx.Long()
		if err := o.book.CarryHamlets(ctx, tx, &to); err != nil {
			return err
		}
		for _, id := range ids {
			was, err := households.Find(ctx, tx, string(o.office.ProvinceCode()), id)
			if err != nil {
				return err
			}
			if was.Household.Commune != to.From {
				continue
			}
			v := o.book.Next(a, was, "unit", max(to.On, was.ValidFrom))
			v.Household.Commune = to.To
			if err := o.book.SupersedeIn(ctx, tx, v, was, "household.unit", to.Source); err != nil {
				return err
			}
		}
		return nil
	})
}

// Begin carries along what lies in units whose day has come.
func (o *Desk) Begin() {
	o.office.Tending("mergers", o.follow)
	o.office.Elsewhere(office.TopicPlace, func(ctx context.Context, _ []int64) error { return o.LoadMergers(ctx) })
}

package quality

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/check"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/households"
	reviewrows "giamngheo/internal/store/reviews"
	"giamngheo/internal/vietnamese"
)

// Flagged is something to look at in a household on a list, with the answer where it has one.
type Flagged struct {
	List      int64
	Hamlet    string
	Household snapshot.Item
	check.Flag
	Answer string
	By     string // who answered
	At     time.Time
}

// Quality is what a commune should look at before its lists go to the meeting. None of it blocks.
type Quality struct {
	Campaign reviewrows.Campaign
	Unit     place.Unit
	Flags    []Flagged
	// to what was found in groups and, for the inspector, in secret: the newest by code
	Answers     map[string]reviewrows.Answer
	Open        int // to be answered and without an answer, the secret ones left out
	Secret      []Flagged
	Enumerators []check.Work
	Lines       []Line
	Sample      *SampleShown
	MaySample   bool
	MayInspect  bool
	MayVerify   bool
	MayAnswer   bool
	Names       map[int64]string // of who answered
}

// Line is the households near one line, in every commune and for every enumerator of the commune.
type Line struct {
	Name   string // stable: part of the codes of answers
	Title  errs.Text
	Groups []check.Bunch
}

// SampleShown is a commune's re-verification sample.
type SampleShown struct {
	reviewrows.Sample
	Items []SampleItem
	Error check.Interval // of those verified: how many were found otherwise
}

// SampleItem is one household of a sample.
type SampleItem struct {
	snapshot.Item
	Review poverty.Class // what the review found
	Result *reviewrows.SampleResult
	By     string
}

// ReviewQuality shows the checks of a commune's lists. Errors: errs.NotFound.
func (o *Desk) ReviewQuality(ctx context.Context, a *office.Ask, campaign int64, commune place.Code) (*Quality, error) {
	if err := o.office.In(a, access.ViewReviews, access.ViewReviews, commune); err != nil {
		return nil, err
	}
	c, err := reviewrows.FindCampaign(ctx, o.office.Reader(), string(o.office.ProvinceCode()), campaign)
	if err != nil {
		return nil, err
	}
	q := &Quality{Campaign: *c, Unit: o.office.Unit(commune),
		MayInspect: o.office.In(a, access.InspectReviews, access.ViewReviews, commune) == nil,
		MaySample:  o.office.In(a, access.InspectReviews, access.ViewReviews, commune) == nil,
		MayVerify:  o.office.In(a, access.InspectReviews, access.ViewReviews, commune) == nil,
		Names:      map[int64]string{}}
	q.MayAnswer = q.MayInspect || o.office.In(a, access.RunReviews, access.ViewReviews, commune) == nil
	lists, err := o.communeLists(ctx, c, commune)
	if err != nil {
		return nil, err
	}
	work := map[string]*check.Work{}
	byIncome, byB1, byCount := map[string]*check.Near{}, map[string]*check.Near{}, map[string]*check.Near{}
	lib, err := o.library.Law()
	if err != nil {
		return nil, err
	}
	std, err := o.surveys.StandardFor(lib, c) // the review's own, whatever is in force today
	if err != nil {
		return nil, err
	}
	for _, l := range lists {
		if err := o.qualityOf(ctx, q, l, std); err != nil {
			return nil, err
		}
		for _, it := range l.List.Items {
			if it.Found == nil {
				continue
			}
			name := o.office.NameOf(ctx, it.By)
			w := work[name]
			if w == nil {
				w = &check.Work{By: name}
				work[name] = w
			}
			w.Surveyed++
			r := poverty.Result{Deprived: it.Found.Deprived}
			n, _ := r.Count()
			w.Deprived += n
			if it.Found.Class == poverty.Poor || it.Found.Class == poverty.NearPoor {
				w.Poor++
			}
			item, _ := o.book.View().Snap.Item(it.Household)
			nearOf(byIncome, name, float64(it.Found.Income), float64(std.Line(o.areaOf(item))), incomeBand)
			if line, ok := std.B1Line(o.areaOf(item)); ok && it.Found.Income < 0 {
				nearOf(byB1, name, it.Found.B1, line, b1Band/line)
			}
			nearCount(byCount, name, it.Found.Income, n, std, o.areaOf(item))
		}
	}
	for _, w := range work {
		q.Enumerators = append(q.Enumerators, *w)
	}
	slices.SortFunc(q.Enumerators, func(x, y check.Work) int { return vietnamese.CompareNames(x.By, y.By) })
	q.Enumerators = check.Enumerators(q.Enumerators)
	q.Lines = append(o.communeLines(a, std, commune), Line{"income.by", errs.T("Income line, by enumerator"),
		check.Bunching(sortedNear(byIncome))},
		Line{"b1.by", errs.T("B1 line, by enumerator"), check.Bunching(sortedNear(byB1))},
		Line{"count.by", errs.T("%d deprivations, by enumerator", std.Cutoff()), check.Bunching(sortedNear(byCount))})
	if err := o.qualityAnswers(ctx, q); err != nil {
		return nil, err
	}
	if q.MayInspect {
		q.Secret, err = o.ties(ctx, lists, commune)
		if err != nil {
			return nil, err
		}
		for i := range q.Secret {
			one := q.Answers[q.Secret[i].Code]
			q.Secret[i].Answer, q.Secret[i].By, q.Secret[i].At = one.Text, q.Names[one.By], one.At
		}
	}
	q.Sample, err = o.sampleShown(ctx, c, commune, lists)
	o.office.Saw(a, office.Deed{Action: "review.quality", Kind: "campaign",
		Subject: office.IDText(campaign), Place: commune})
	return q, err
}

// Rechecked is how many households of a sample the second survey found otherwise than the review.
func (o *Desk) Rechecked(ctx context.Context, c *reviewrows.Campaign, s *reviewrows.Sample) (wrong int, err error) {
	lists, err := o.communeLists(ctx, c, s.Commune)
	if err != nil {
		return 0, err
	}
	for id, found := range s.Results {
		was := poverty.Undetermined
		for _, l := range lists {
			if it := l.List.Item(id); it != nil {
				was = it.Class()
			}
		}
		if found.Class != was {
			wrong++
		}
	}
	return wrong, nil
}

// areaOf is the area of a household's commune.
func (o *Desk) areaOf(it snapshot.Item) place.Area {
	return o.office.Unit(it.Commune).Area
}

// communeLists replays all lists of a commune in a campaign.
func (o *Desk) communeLists(ctx context.Context, c *reviewrows.Campaign,
	commune place.Code) (out []*reviews.ListShown, err error) {
	rows, err := reviewrows.Lists(ctx, o.office.Reader(), c.Province, c.ID)
	if err != nil {
		return nil, err
	}
	p, err := o.reviews.Procedure()
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.Commune != commune {
			continue
		}
		events, err := reviewrows.Events(ctx, o.office.Reader(), c.Province, row.ID)
		if err != nil {
			return nil, err
		}
		l, err := review.Replay(p, &c.Campaign, events)
		if err != nil {
			return nil, err
		}
		out = append(out, &reviews.ListShown{ReviewList: row, Campaign: *c, List: l, Events: events,
			Unit: o.office.Unit(commune)})
	}
	return out, nil
}

// qualityOf adds the flags of one list's households.
func (o *Desk) qualityOf(ctx context.Context, q *Quality, l *reviews.ListShown, std *poverty.Standard) error {
	items, err := reviewrows.Items(ctx, o.office.Reader(), l.Province, l.ID)
	if err != nil {
		return err
	}
	snap := o.book.View().Snap
	on := surveys.SurveyDay(&l.Campaign)
	for i := range items {
		it := l.List.Item(items[i].Household)
		if it == nil || it.Found == nil {
			continue
		}
		now, err := households.Find(ctx, o.office.Reader(), l.Province, it.Household)
		if err != nil {
			return err
		}
		_, began, err := reviews.RecordsOf(ctx, o.office.Reader(), &items[i], now)
		if err != nil {
			return err
		}
		record := &items[i].Record
		o.book.Complete(record, on)
		flags := slices.Concat(check.Survey(began, record, on, std, o.book.AreaOn(l.Commune, on)),
			o.filing(l, &items[i]))
		if l.List.Stage == review.Surveying && !it.Agreed { // it can be filed again
			flags = append(flags, check.Members(record, &now.Household)...)
		}
		for _, f := range flags {
			shown, _ := snap.Item(it.Household)
			one := Flagged{List: l.ID, Hamlet: l.Hamlet, Household: shown, Flag: f, Answer: it.Answers[f.Code]}
			if one.Answer == "" {
				q.Open++
			}
			one.By, one.At = o.answered(ctx, l, it.Household, f.Code)
			q.Flags = append(q.Flags, one)
		}
	}
	return nil
}

// filing looks at how a household's form was filed last. Of one that was filed before sittings were kept only the
// answers are known.
func (o *Desk) filing(l *reviews.ListShown, item *reviewrows.ReviewItem) []check.Flag {
	f := check.Filing{}
	for i := range l.Events {
		e := &l.Events[i]
		if e.Household != item.Household || e.Step != review.FormB && e.Step != review.Recheck {
			continue
		}
		f = check.Filing{Filed: office.Local(e.At)}
		if s := e.Sitting; s != nil {
			f.Opened, f.Gaps, f.Last = len(s.Opened), s.Gaps, office.Local(s.Last)
		} else if len(item.Answered) > 0 {
			f.Opened = 1 // how many it were is not known
		}
	}
	return o.rules.Flags(f)
}

// incomeBand is how far from the income line a household is near it, as a share of the line; b1Band in points.
const (
	incomeBand = 0.1
	b1Band     = 10.0
)

func near(groups map[string]*check.Near, name string) *check.Near {
	n := groups[name]
	if n == nil {
		n = &check.Near{Group: name}
		groups[name] = n
	}
	return n
}

func nearOf(groups map[string]*check.Near, name string, value, line, band float64) {
	if value < 0 || line <= 0 || value < line*(1-band) || value > line*(1+band) {
		return
	}
	if n := near(groups, name); value <= line {
		n.Inside++
	} else {
		n.Away++
	}
}

// nearCount counts who has a low income and as many deprivations as make it poor, against one fewer.
func nearCount(groups map[string]*check.Near, name string, income int64, count int, std *poverty.Standard,
	area place.Area) {
	if income < 0 || income > int64(std.Line(area)) {
		return
	}
	switch k := std.Cutoff(); count {
	case k:
		near(groups, name).Inside++
	case k - 1:
		near(groups, name).Away++
	}
}

func sortedNear(groups map[string]*check.Near) (out []check.Near) {
	for _, n := range groups {
		out = append(out, *n)
	}
	slices.SortFunc(out, func(x, y check.Near) int { return vietnamese.Compare(x.Group, y.Group) })
	return out
}

// mostGroups is how many communes a line shows, the least likely ones.
const mostGroups = 20

// communeLines reads the households near the lines in every commune of the province against the others; only the
// communes that the actor sees are named. The page's own commune is always among those shown.
func (o *Desk) communeLines(a *office.Ask, std *poverty.Standard, own place.Code) []Line {
	v := o.book.View()
	all := o.office.CommunesOf(o.office.ProvinceCode(), o.office.Day())
	mine, err := o.reviews.ReviewScope(a, access.ViewReviews, "")
	if err != nil {
		return nil
	}
	in := office.AsSet(mine)
	income, b1, count := map[string]*check.Near{}, map[string]*check.Near{}, map[string]*check.Near{}
	cols := v.Snap.Columns(all)
	for i := range cols.IDs {
		name := string(cols.Communes[i])
		known := cols.Income[i] != poverty.UnknownIncome
		if known {
			nearOf(income, name, float64(cols.Income[i]), float64(std.Line(cols.Area[i])), incomeBand)
			if v.Std.Code == std.Code { // else they are other deprivations
				r := poverty.Result{Deprived: cols.Deprived[i]}
				n, _ := r.Count()
				nearCount(count, name, int64(cols.Income[i]), n, std, cols.Area[i])
			}
		} else if line, ok := std.B1Line(cols.Area[i]); ok && cols.B1[i] >= 0 {
			nearOf(b1, name, float64(cols.B1[i]), line, b1Band/line)
		}
	}
	read := func(name string, title errs.Text, groups map[string]*check.Near) Line {
		l := Line{Name: name, Title: title}
		for _, b := range check.Bunching(sortedNear(groups)) {
			code := place.Code(b.Group)
			if !in[code] || len(l.Groups) >= mostGroups && code != own {
				continue
			}
			b.Group = o.groupName(code, own)
			l.Groups = append(l.Groups, b)
		}
		return l
	}
	k := std.Cutoff()
	return []Line{read("income", errs.T("Income line (±10%), by commune"), income),
		read("b1", errs.T("B1 line (±10 points), by commune"), b1),
		read("count", errs.T("%d deprivations (against %d), by commune", k, k-1), count)}
}

// groupName names a commune among the groups of a line: with what it lies in where it is not the page's own, for wards
// of two towns may have one name.
func (o *Desk) groupName(code, own place.Code) string {
	u := o.office.Unit(code)
	if up := o.office.Unit(u.Parent); code != own && up.Level == place.District {
		return u.FullName + ", " + up.FullName
	}
	return u.FullName
}

// ties flags households on the lists that share a name, an address or a telephone with an officer of the commune.
// Accounts hold a name only: the officer's own household is found by it, so that this is a hint and no proof.
func (o *Desk) ties(ctx context.Context, lists []*reviews.ListShown, commune place.Code) (out []Flagged, err error) {
	accounts, err := accounts.All(ctx, o.office.Reader())
	if err != nil {
		return nil, err
	}
	officers := map[string]string{}
	for _, acc := range accounts {
		for _, g := range acc.Grants {
			if g.Place == commune && g.Holds(o.office.Day()) {
				officers[vietnamese.Fold(acc.FullName)] = acc.FullName
			}
		}
	}
	homes := map[string]string{} // address or telephone → officer
	snap := o.book.View().Snap
	for folded, name := range officers {
		for _, id := range snap.IDs(snapshot.Query{Communes: []place.Code{commune}, Text: name}) {
			v, err := households.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(v.Household.Members,
				func(m household.Member) bool { return vietnamese.Fold(m.Name) == folded }) {
				for _, key := range addressKeys(&v.Household) {
					homes[key] = name
				}
			}
		}
	}
	for _, l := range lists {
		items, err := reviewrows.Items(ctx, o.office.Reader(), l.Province, l.ID)
		if err != nil {
			return nil, err
		}
		for i := range items {
			h := &items[i].Record
			shown, _ := snap.Item(items[i].Household)
			flag := func(text errs.Text) {
				out = append(out, Flagged{List: l.ID, Hamlet: l.Hamlet, Household: shown,
					Flag: check.Flag{Code: tieCode(items[i].Household), Secret: true, Text: text}})
			}
			for j := range h.Members {
				if name, ok := officers[vietnamese.Fold(h.Members[j].Name)]; ok {
					flag(errs.T("a member has the name of the officer %s", name))
				}
			}
			for _, key := range addressKeys(h) {
				if name, ok := homes[key]; ok {
					flag(errs.T("shares an address or a telephone with the household of the officer %s", name))
					break
				}
			}
		}
	}
	return out, nil
}

// addressKeys are what ties two households: the same address in the same hamlet, the same telephone.
func addressKeys(h *household.Household) (out []string) {
	if h.Address != "" {
		out = append(out, "a/"+vietnamese.Fold(h.Hamlet)+"/"+vietnamese.Fold(h.Address))
	}
	if h.Phone != "" {
		out = append(out, "p/"+strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, h.Phone))
	}
	return out
}

// DrawSample draws the households of a commune that are surveyed a second time; the same campaign and commune always
// draw the same ones of the same households. It can be drawn once. Errors: errs.Conflict.
func (o *Desk) DrawSample(ctx context.Context, a *office.Ask, campaign int64, commune place.Code) error {
	if err := o.office.In(a, access.InspectReviews, access.ViewReviews, commune); err != nil {
		return err
	}
	c, err := reviewrows.FindCampaign(ctx, o.office.Reader(), string(o.office.ProvinceCode()), campaign)
	if err != nil {
		return err
	}
	if err := notDrawn(ctx, o.office.Reader(), c.Province, campaign, commune); err != nil {
		return err
	}
	lists, err := o.communeLists(ctx, c, commune)
	if err != nil {
		return err
	}
	var surveyed []int64
	for _, l := range lists {
		for _, it := range l.List.Items {
			if it.Found != nil {
				surveyed = append(surveyed, it.Household)
			}
		}
	}
	if len(surveyed) == 0 {
		return errs.New(errs.Invalid, "no household is surveyed yet")
	}
	s := &reviewrows.Sample{Campaign: campaign, Commune: commune,
		Seed: fmt.Sprintf("%s/%d/%d/%s", c.Kind, c.Year, c.Month, commune), Population: len(surveyed),
		DrawnBy: a.Account, Drawn: o.office.Now()}
	s.Households = check.Sample(s.Seed, surveyed, check.SampleSize(len(surveyed)))
	deed := &office.Deed{Action: "review.sample", Kind: "campaign", Subject: office.IDText(campaign),
		Place: commune, Note: map[string]string{"seed": s.Seed, "of": fmt.Sprint(s.Population),
			"households": fmt.Sprint(len(s.Households))}}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := notDrawn(ctx, tx, c.Province, campaign, commune); err != nil {
			return err
		}
		return reviewrows.SetSample(ctx, tx, c.Province, s)
	})
}

// notDrawn refuses a sample where there is one.
func notDrawn(ctx context.Context, from store.Reader, province string, campaign int64, commune place.Code) error {
	_, err := reviewrows.FindSample(ctx, from, province, campaign, commune)
	switch {
	case err == nil:
		return errs.New(errs.Conflict, "this commune's sample was drawn")
	case errs.KindOf(err) == errs.NotFound:
		return nil
	}
	return err
}

// VerifySample records what the second survey of a household found. Errors: errs.NotFound where it is not in the
// sample.
func (o *Desk) VerifySample(ctx context.Context, a *office.Ask, campaign int64, commune place.Code, id int64,
	class poverty.Class, note string) error {
	if err := o.office.In(a, access.InspectReviews, access.ViewReviews, commune); err != nil {
		return err
	}
	if class != poverty.Poor && class != poverty.NearPoor && class != poverty.None &&
		class != poverty.AverageLivingStandard {
		return errs.New(errs.Invalid, "choose the class that was found")
	}
	deed := &office.Deed{Action: "review.verify", Kind: "household", Subject: office.IDText(id), Place: commune,
		Reason: note, Note: map[string]string{"class": class.String()}}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		s, err := reviewrows.FindSample(ctx, tx, string(o.office.ProvinceCode()), campaign, commune)
		if err != nil {
			return err
		}
		if !slices.Contains(s.Households, id) {
			return errs.New(errs.NotFound, "the household is not in the sample")
		}
		s.Results[id] = reviewrows.SampleResult{Class: class, By: a.Account, Day: o.office.Day(), Note: note}
		return reviewrows.SetSample(ctx, tx, string(o.office.ProvinceCode()), s)
	})
}

func (o *Desk) sampleShown(ctx context.Context, c *reviewrows.Campaign, commune place.Code,
	lists []*reviews.ListShown) (*SampleShown, error) {
	s, err := reviewrows.FindSample(ctx, o.office.Reader(), c.Province, c.ID, commune)
	if errs.KindOf(err) == errs.NotFound && err != nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := &SampleShown{Sample: *s}
	wrong := 0
	for _, id := range s.Households {
		one := SampleItem{Review: poverty.Undetermined}
		one.Item, _ = o.book.View().Snap.Item(id)
		for _, l := range lists {
			if it := l.List.Item(id); it != nil {
				one.Review = it.Class()
			}
		}
		if r, ok := s.Results[id]; ok {
			one.Result, one.By = &r, o.office.NameOf(ctx, r.By)
			if r.Class != one.Review {
				wrong++
			}
		}
		out.Items = append(out.Items, one)
	}
	out.Error = check.Wilson(wrong, len(s.Results))
	return out, nil
}

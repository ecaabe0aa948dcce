package snapshot

import (
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
)

// ClassCount counts households and their people.
type ClassCount struct{ Households, People int64 }

// Band is the people of an age band, by sex: unknown, male, female.
type Band struct {
	From, To int // full years, both in; To 200 is open, From -1 is "not known"
	People   [3]int64
}

// Figures are what a dashboard shows of some communes: all active households in them.
type Figures struct {
	Households   int64
	People       int64
	Classes      [5]ClassCount // by poverty.Class, as calculated
	Recognised   [5]ClassCount // by poverty.Class, as decisions say on the day: the count of the poor
	Newly        ClassCount    // newly escaped on the day
	Minority     [5]ClassCount // those with a minority head, as recognised
	Answers      Answers       // of when the answers are
	Aged         [5][5]int64   // households by calculated class, then by that at the other day's ages
	Movement     [5][5]int64   // households by class in the review before, then as recognised; row 0: not in it
	Deprived     []ClassCount  // by indicator: deprived
	DeprivedPoor []ClassCount  // by indicator: deprived, of those recognised as poor and near-poor
	Unanswered   []int64       // by indicator: households in which it is not decided
	Counts       [17]int64     // households by number of deprivations
	Ages         []Band
	Ethnicities  map[household.Ethnicity]*[2]int64 // people; people of households recognised as poor and near-poor
	Measures     poverty.ColumnFigures
	Communes     map[place.Code]*Unit
}

// Unit are the figures of one commune.
type Unit struct {
	Households, People int64
	Recognised         [5]int64
	M0, H, A           float64
	Deprived           []int64
}

// bands are the ages that the dashboard shows.
func bands() []Band {
	return []Band{{From: 0, To: 5}, {From: 6, To: 15}, {From: 16, To: 30}, {From: 31, To: 45}, {From: 46, To: 59},
		{From: 60, To: 79},
		{From: 80, To: 200}, {From: -1, To: -1}}
}

// Figures adds up the active households of communes, with what decisions say of them. The table measures
// Alkire-Foster; groups of more than 255 communes are measured as a whole only.
func (s *Snapshot) Figures(communes []place.Code, stand *review.Standings, indicators int,
	table *poverty.Table) (*Figures, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	f := &Figures{Deprived: make([]ClassCount, indicators), DeprivedPoor: make([]ClassCount, indicators),
		Unanswered: make([]int64, indicators),
		Ages:       bands(), Ethnicities: map[household.Ethnicity]*[2]int64{}, Communes: map[place.Code]*Unit{}}
	var cols poverty.Columns
	var units []*Unit
	group := poverty.Grouping{Name: "commune"}
	t := tally{s: s, f: f, stand: stand, days: map[date.Date]int64{}}
	f.Answers.AgedOn = s.aged
	for _, code := range communes {
		c, ok := s.communes.Find(string(code))
		u := &Unit{Deprived: make([]int64, indicators)}
		f.Communes[code] = u
		if !ok {
			continue
		}
		units = append(units, u)
		for _, slot := range s.byCommune[c] {
			if s.state[slot] != 1 {
				continue
			}
			t.add(slot, u)
			cols.Deprived, cols.Unanswered = append(cols.Deprived, s.deprived[slot]),
				append(cols.Unanswered, s.unanswered[slot])
			cols.Size, cols.Area, cols.Income = append(cols.Size, s.size[slot]), append(cols.Area, s.area[slot]),
				append(cols.Income, s.income[slot])
			if len(communes) < 256 {
				group.Values = append(group.Values, uint8(len(units)-1))
			}
		}
	}
	t.finish()
	cols.Class = make([]poverty.Class, len(cols.Size))
	if len(communes) < 256 && len(units) > 0 {
		group.Groups = len(units)
		cols.Groupings = []poverty.Grouping{group}
	}
	m, err := table.Measure(&cols)
	if err != nil {
		return nil, err
	}
	f.Measures = m.All
	if len(m.Groups) == 1 {
		for i, u := range units {
			u.H, u.A, u.M0 = m.Groups[0][i].H, m.Groups[0][i].A, m.Groups[0][i].M0
		}
	}
	return f, nil
}

// tally adds households up.
type tally struct {
	s      *Snapshot
	f      *Figures
	stand  *review.Standings
	days   map[date.Date]int64 // of the answers
	ages   [256][3]int64       // by full years; 255: not known
	ethnic [128][2]int64
}

func (t *tally) add(slot uint32, u *Unit) {
	s, f := t.s, t.f
	people, class := int64(s.size[slot]), s.class[slot]
	f.Households++
	f.People += people
	u.Households++
	u.People += people
	now, before := t.stand.Of(s.id[slot])
	u.Recognised[now]++
	f.Recognised[now].Households++
	f.Recognised[now].People += people
	if t.stand.Newly(s.id[slot]) {
		f.Newly.Households++
		f.Newly.People += people
	}
	f.Classes[class].Households++
	f.Classes[class].People += people
	if s.groups[slot]&Minority != 0 {
		f.Minority[now].Households++
		f.Minority[now].People += people
	}
	f.Movement[before][now]++
	f.Aged[class][s.agedClass[slot]]++
	f.Answers.take(s, slot)
	t.days[s.since[slot]]++
	low := review.Low(now)
	n := 0
	for i, d, un := 0, s.deprived[slot], s.unanswered[slot]; d|un != 0 && i < len(f.Deprived); i, d, un = i+1, d>>1,
		un>>1 {
		if d&1 != 0 {
			n++
			u.Deprived[i]++
			f.Deprived[i].Households++
			f.Deprived[i].People += people
			if low {
				f.DeprivedPoor[i].Households++
				f.DeprivedPoor[i].People += people
			}
		}
		f.Unanswered[i] += int64(un & 1)
	}
	f.Counts[n]++
	for i := s.members[slot].from; i < s.members[slot].to; i++ {
		age := 255
		if !s.born[i].IsZero() {
			age = min(max(s.on.MonthsSince(s.born[i])/12, 0), 254)
		}
		t.ages[age][s.sex[i]]++
		t.ethnic[s.ethnicity[i]&127][0]++
		if low {
			t.ethnic[s.ethnicity[i]&127][1]++
		}
	}
}

func (t *tally) finish() {
	t.f.Answers.Median = MedianDay(t.days)
	for age := range t.ages {
		for b := range t.f.Ages {
			band := &t.f.Ages[b]
			if age == 255 && band.From == -1 || age < 255 && age >= band.From && age <= band.To {
				for sex, n := range t.ages[age] {
					band.People[sex] += n
				}
			}
		}
	}
	for e, n := range t.ethnic {
		if n[0] > 0 {
			t.f.Ethnicities[household.Ethnicity(e)] = &[2]int64{n[0], n[1]}
		}
	}
}

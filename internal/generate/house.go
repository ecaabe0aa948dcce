package generate

import (
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// Lines of the standard 2022–2025 (Decree 07/2021, Article 3; Circular 07/2021, annex IV) that incomes and B1 points
// are drawn around. A generator that drew them otherwise would make other classes; the tests hold the register to the
// law's own data.
var (
	incomeLine  = [...]int64{place.Rural: 1_500_000, place.Urban: 2_000_000}
	averageLine = [...]int64{place.Rural: 2_250_000, place.Urban: 3_000_000}
	b1Line10    = [...]int64{place.Rural: 1400, place.Urban: 1750}
)

// house gives the dwelling, its water and toilet.
func (st *state) house() {
	for i := range st.walls {
		st.walls[i] = household.Solid
	}
	weak, t := 0, st.trait(30)
	switch {
	case st.deprived[housingQuality]:
		weak = 2
		if t < 0.3 {
			weak = 3
		}
	case t < [...]float64{none: 0.05, nearPoor: 0.12, poor: 0.10}[st.class]:
		weak = 1
	}
	for i, at := 0, int(st.trait(31)*3); i < weak; i++ {
		st.walls[(at+i)%3] = household.NotSolid
	}
	st.area10 = st.floorArea()
	st.waterAndToilet()
}

// floorArea changes from review to review only where the indicator does: it fits the family of both.
func (st *state) floorArea() int64 {
	least, most := st.size(0), st.size(1)
	if st.cell.to == absent {
		most = least
	} else if st.cell.from == absent {
		least = most
	}
	if least > most {
		least, most = most, least
	}
	t := st.trait(32)
	if st.deprived[housingArea] {
		return int64(float64(least) * (48 + 31*t))
	}
	return int64(float64(most)*(82+240*t*t) + 80)
}

func (st *state) waterAndToilet() {
	t := st.trait(33)
	switch {
	case st.deprived[water]:
		st.water = household.WaterOther
	case t < 0.56 || (st.commune.area == place.Urban && t < 0.9):
		st.water = household.Tap
	case t < 0.93:
		st.water = household.Borehole
	case t < 0.99:
		st.water = household.Rain
	default:
		st.water = household.Bottled
	}
	t = st.trait(34)
	switch {
	case st.deprived[sanitation] && t < 0.35:
		st.toilet = household.ToiletNone
	case st.deprived[sanitation]:
		st.toilet = household.ToiletOther
	case t < 0.72:
		st.toilet = household.Septic
	case t < 0.94:
		st.toilet = household.PourFlush
	case t < 0.98:
		st.toilet = household.DoubleVault
	default:
		st.toilet = household.VIP
	}
}

// earn gives an income on the right side of the line, or B1 points in its place, and the reasons of poverty.
func (st *state) earn() {
	area, t := st.commune.area, st.trait(40)
	st.income, st.b1, st.reasons = -1, -1, 0
	if st.class != none {
		st.reasons = st.why()
	}
	if st.trait(41) < 0.12 {
		st.b1 = b1Line10[area] + 10*int64(1+t*110)
		if st.class != none {
			st.b1 = b1Line10[area] - 10*int64(t*80)
		}
		return
	}
	line, average := incomeLine[area], averageLine[area]
	if st.class != none {
		st.income = line - int64(t*t*float64(line)*0.62)/1000*1000
		return
	}
	middle := 0.12
	if st.year == 1 {
		middle = 0.14
	}
	if t < middle {
		st.income = line + 1000 + int64(t/middle*float64(average-line-1000))/1000*1000
		return
	}
	t = (t - middle) / (1 - middle)
	st.income = average + 1000 + int64((t*3_000_000+t*t*t*t*9_000_000))/1000*1000
}

// why picks one to three of the reasons of poverty.
func (st *state) why() household.Reasons {
	s := source(mix(st.traits ^ 42))
	weights := [...]household.Reasons{household.NoLand, household.NoLand, household.NoCapital, household.NoCapital,
		household.NoLabour,
		household.NoTools, household.NoProductionKnowledge, household.NoLabourSkills, household.NoLabourSkills,
		household.Illness, household.OtherReason}
	var out household.Reasons
	for range 1 + s.below(3) {
		out |= weights[s.below(len(weights))]
	}
	return out
}

// hush leaves an answer of a household of no class unknown: its class is decided by its income or points already.
func (st *state) hush(share float64) {
	if st.class != none || share <= 0 {
		return
	}
	if s := source(mix(st.traits ^ uint64(50+st.year))); s.chance(share) {
		st.blank = 1 + s.below(blanks)
	}
}

// The answers that may be left unknown, as state.blank counts them.
const (
	blankWater = iota + 1
	blankToilet
	blankInternet
	blankFloor
	blankInsurance // of the first member
	blanks         = blankInsurance
)

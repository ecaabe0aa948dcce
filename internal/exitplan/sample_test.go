package exitplan_test

import (
	"math/rand/v2"

	"giamngheo/internal/exitplan"
	"giamngheo/internal/household"
)

// The twelve deprivations of the samples, and what answers them. Costs and incomes are made up for the test (SAMPLE).
const (
	work = 1 << iota
	dependants
	nutrition
	schooling
	attendance
	insurance
	house
	space
	water
	latrine
	internet
	information
)

// kindsOfSample are ten kinds of support at sample costs.
func kindsOfSample(r *rand.Rand, people int) []exitplan.Option {
	uninsured := int64(1 + r.IntN(people))
	return []exitplan.Option{
		{Kind: "job_placed", Cost: 3_000_000, Removes: work, Income: dong(r, 2_000, 5_000)},
		{Kind: "job_abroad", Cost: dong(r, 15_000, 40_000), Removes: work, Income: dong(r, 8_000, 15_000)},
		{Kind: "vocational", Cost: dong(r, 3_000, 6_000), Removes: schooling, Income: dong(r, 800, 2_500)},
		{Kind: "model", Cost: dong(r, 10_000, 30_000), Income: dong(r, 1_000, 4_000)},
		{Kind: "insurance", Cost: household.Dong(uninsured * 972_000), Quantity: uninsured, Removes: insurance},
		{Kind: "house", Cost: []household.Dong{40_000_000, 60_000_000}[r.IntN(2)], Removes: house | space},
		{Kind: "water", Cost: dong(r, 1_000, 3_000), Removes: water},
		{Kind: "latrine", Cost: dong(r, 3_000, 10_000), Removes: latrine},
		{Kind: "internet", Cost: 1_500_000, Removes: internet | information},
		{Kind: "nutrition", Cost: dong(r, 500, 1_500), Removes: nutrition},
	}
}

// dong draws an amount of whole hundreds of thousands between two amounts in thousands.
func dong(r *rand.Rand, from, to int64) household.Dong {
	return household.Dong((from + r.Int64N(to-from+1)) / 100 * 100_000)
}

// sample makes a problem of poor and near-poor households with ten kinds of support; the sum and four limits suffice
// for a part of them only.
func sample(seed uint64, poor, near int, goal exitplan.Goal) *exitplan.Problem {
	r := rand.New(rand.NewPCG(seed, 5))
	p := &exitplan.Problem{Goal: goal, Cutoff: 3}
	for i := range poor + near {
		h := exitplan.Household{ID: int64(i + 1), People: 1 + r.IntN(6),
			Gap: household.Just(household.Dong(1 + r.Int64N(1500)*1000))}
		for n := 3 + r.IntN(4); n > 0 && i < poor; n-- {
			h.Deprived |= 1 << r.IntN(12)
		}
		h.Deprived |= map[bool]uint16{true: insurance | water | latrine, false: 1 << r.IntN(12)}[i < poor]
		h.Options = kindsOfSample(r, h.People)
		p.Households = append(p.Households, h)
	}
	n := int64(poor + near)
	p.Budget = household.Dong(n * 3_000_000)
	if goal == exitplan.LeavePoverty {
		p.Budget = household.Dong(int64(poor) * 3_000_000)
		n = int64(poor)
	}
	p.Limits = []exitplan.Limit{
		{Kind: "job_placed", Quantity: household.Just(n / 8)},
		{Kind: "vocational", Quantity: household.Just(n / 4)},
		{Kind: "insurance", Quantity: household.Just(n * 3 / 4)},
		{Kind: "model", Money: household.Just(household.Dong(n * 500_000))},
	}
	return p
}

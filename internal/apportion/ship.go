package apportion

// Lane is a way on which what is left over somewhere may go to where it lacks, by their numbers in their lists. A unit
// of it costs from 0 to MostCost.
type Lane struct {
	From, To int
	Cost     int64
}

// MostCost is the greatest cost of a unit on a lane.
const MostCost = 1_000_000

// Ship sends as much as can be from where something is left over to where it lacks, and says how much goes on each lane.
// Of all ways to send so much it is one of least cost, and of these the one with more on the first lanes, in their
// order. So few lanes carry anything: what goes never goes round in a circle, and there are fewer lanes in use than
// there are ends of them. Amounts are whole, from 0 to 9·10¹⁵.
func Ship(have, lack []int64, lanes []Lane) []int64 {
	source, sink := len(have)+len(lack), len(have)+len(lack)+1
	n := newNetwork(sink + 1)
	left, wants, most := int64(0), int64(0), int64(0)
	for i, v := range have {
		n.add(source, i, 0, v, 0)
		left += v
	}
	for j, v := range lack {
		n.add(len(have)+j, sink, 0, v, 0)
		wants += v
	}
	arcs := make([]int, len(lanes))
	for k, l := range lanes {
		arcs[k] = n.add(l.From, len(have)+l.To, 0, min(have[l.From], lack[l.To]), l.Cost)
		most = max(most, l.Cost)
	}
	// a unit that is sent is worth more than any way it could take
	n.add(sink, source, 0, min(left, wants), -(most+1)*int64(sink+2))
	n.balance()
	return n.prefer(arcs)
}

package tally

// Class is a household's class at a review, or that it is not there.
type Class uint8

// The classes.
const (
	None     Class = iota // above the income line
	NearPoor              // at or below the line, fewer than three deprivations
	Poor                  // at or below the line, three or more
	Absent                // not yet there, or no longer
)

// Flows counts the households by class at the first review and at the second.
type Flows [4][4]int64

// Assumed movements of a year, as shares of what they belong to. What is published are the totals of each review; the
// movements between them are not, so they are chosen to be possible and to add up.
const (
	nearToPoor     = 0.04  // of the poor at the end: near-poor before
	noneToPoor     = 0.10  // of the poor at the end: fallen back or newly arisen
	newPoor        = 0.01  // of the poor at the end: new households
	noneToNear     = 0.06  // of the near-poor at the end
	newNear        = 0.01  // of the near-poor at the end: new households
	escapeToNear   = 0.55  // of those who escape poverty: became near-poor
	leavePoor      = 0.02  // of the poor at the start: died out or moved away
	leaveOtherwise = 0.006 // of the others at the start
)

func share(of int64, p float64) int64 { return int64(float64(of) * p) }

// Move lays the movements of a year between the totals of two reviews: every row adds up to the first, every column
// to the second. Scaled-down totals of a handful of households are still met, with other shares.
func Move(before, after [3]int64) (f Flows) {
	f[NearPoor][Poor] = min(share(after[Poor], nearToPoor), before[NearPoor])
	f[None][Poor] = min(share(after[Poor], noneToPoor), before[None])
	f[Absent][Poor] = share(after[Poor], newPoor)
	f[Poor][Absent] = share(before[Poor], leavePoor)
	stay := after[Poor] - f[NearPoor][Poor] - f[None][Poor] - f[Absent][Poor]
	f[Poor][Poor] = min(stay, before[Poor]-f[Poor][Absent])
	f[Absent][Poor] += stay - f[Poor][Poor]

	escaped := before[Poor] - f[Poor][Poor] - f[Poor][Absent]
	f[Poor][NearPoor] = min(share(escaped, escapeToNear), after[NearPoor])
	f[Poor][None] = min(escaped-f[Poor][NearPoor], after[None])
	f[Poor][Absent] += escaped - f[Poor][NearPoor] - f[Poor][None]

	f[NearPoor][Absent] = min(share(before[NearPoor], leaveOtherwise), before[NearPoor]-f[NearPoor][Poor])
	f[None][NearPoor] = min(share(after[NearPoor], noneToNear), before[None]-f[None][Poor],
		after[NearPoor]-f[Poor][NearPoor])
	f[Absent][NearPoor] = min(share(after[NearPoor], newNear), after[NearPoor]-f[Poor][NearPoor]-f[None][NearPoor])
	stay = after[NearPoor] - f[Poor][NearPoor] - f[None][NearPoor] - f[Absent][NearPoor]
	f[NearPoor][NearPoor] = min(stay, before[NearPoor]-f[NearPoor][Poor]-f[NearPoor][Absent])
	f[Absent][NearPoor] += stay - f[NearPoor][NearPoor]
	left := before[NearPoor] - f[NearPoor][Poor] - f[NearPoor][Absent] - f[NearPoor][NearPoor]
	f[NearPoor][None] = min(left, after[None]-f[Poor][None])
	f[NearPoor][Absent] += left - f[NearPoor][None]

	keep := before[None] - f[None][Poor] - f[None][NearPoor]
	want := after[None] - f[Poor][None] - f[NearPoor][None]
	f[None][None] = min(max(0, keep-share(before[None], leaveOtherwise)), want)
	f[None][Absent] = keep - f[None][None]
	f[Absent][None] = want - f[None][None]
	return f
}

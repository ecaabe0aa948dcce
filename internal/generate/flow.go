package generate

// class is a household's class at a review, or that it is not there.
type class uint8

const (
	none     class = iota // above the income line
	nearPoor              // at or below the line, fewer than three deprivations
	poor                  // at or below the line, three or more
	absent                // not yet there, or no longer
)

// flows counts the households by class at the first review and at the second.
type flows [4][4]int64

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

// move lays the movements of a year between the totals of two reviews: every row adds up to the first, every column
// to the second. Scaled-down totals of a handful of households are still met, with other shares.
func move(before, after [3]int64) (f flows) {
	f[nearPoor][poor] = min(share(after[poor], nearToPoor), before[nearPoor])
	f[none][poor] = min(share(after[poor], noneToPoor), before[none])
	f[absent][poor] = share(after[poor], newPoor)
	f[poor][absent] = share(before[poor], leavePoor)
	stay := after[poor] - f[nearPoor][poor] - f[none][poor] - f[absent][poor]
	f[poor][poor] = min(stay, before[poor]-f[poor][absent])
	f[absent][poor] += stay - f[poor][poor]

	escaped := before[poor] - f[poor][poor] - f[poor][absent]
	f[poor][nearPoor] = min(share(escaped, escapeToNear), after[nearPoor])
	f[poor][none] = min(escaped-f[poor][nearPoor], after[none])
	f[poor][absent] += escaped - f[poor][nearPoor] - f[poor][none]

	f[nearPoor][absent] = min(share(before[nearPoor], leaveOtherwise), before[nearPoor]-f[nearPoor][poor])
	f[none][nearPoor] = min(share(after[nearPoor], noneToNear), before[none]-f[none][poor],
		after[nearPoor]-f[poor][nearPoor])
	f[absent][nearPoor] = min(share(after[nearPoor], newNear), after[nearPoor]-f[poor][nearPoor]-f[none][nearPoor])
	stay = after[nearPoor] - f[poor][nearPoor] - f[none][nearPoor] - f[absent][nearPoor]
	f[nearPoor][nearPoor] = min(stay, before[nearPoor]-f[nearPoor][poor]-f[nearPoor][absent])
	f[absent][nearPoor] += stay - f[nearPoor][nearPoor]
	left := before[nearPoor] - f[nearPoor][poor] - f[nearPoor][absent] - f[nearPoor][nearPoor]
	f[nearPoor][none] = min(left, after[none]-f[poor][none])
	f[nearPoor][absent] += left - f[nearPoor][none]

	keep := before[none] - f[none][poor] - f[none][nearPoor]
	want := after[none] - f[poor][none] - f[nearPoor][none]
	f[none][none] = min(max(0, keep-share(before[none], leaveOtherwise)), want)
	f[none][absent] = keep - f[none][none]
	f[absent][none] = want - f[none][none]
	return f
}

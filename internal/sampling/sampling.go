// Package sampling draws samples that prove something: public lotteries that anybody draws again from their published
// text,
// samples of households by strata, and samples of money in which each đồng has the same chance, with what they
// showed in one sentence. Money is exact; it knows no storage and no clock.
package sampling

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"giamngheo/internal/errs"
)

// leastText is how many letters name a document with its day.
const leastText = 20

// Seed is the SHA-256, in hexadecimal, of a text that is published before the draw, without its outer blanks. Errors
// (errs.Invalid): the text is too short to name a document and its day.
func Seed(text string) (string, error) {
	text = strings.TrimSpace(text)
	if n := len([]rune(text)); n < leastText || n > 1000 {
		return "", errs.New(errs.Invalid,
			"the text of a lottery names the document that publishes it and its day, in %d to 1,000 letters", leastText)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:]), nil
}

// Ticket is a unit's number in a lottery: the SHA-256 of "seed/unit", in hexadecimal.
type Ticket struct{ Unit, Number string }

// Lottery draws n units: those with the smallest numbers, in their order. A shell draws the same:
//
//	seed=$(printf %s "$text" | sha256sum | cut -c1-64)
//	for u in $units; do echo "$(printf %s "$seed/$u" | sha256sum | cut -c1-64) $u"; done | sort | head -n $n
func Lottery(seed string, units []string, n int) []Ticket {
	all := make([]Ticket, len(units))
	for i, u := range units {
		sum := sha256.Sum256([]byte(seed + "/" + u))
		all[i] = Ticket{u, hex.EncodeToString(sum[:])}
	}
	slices.SortFunc(
		all,
		func(x, y Ticket) int { return cmp.Or(cmp.Compare(x.Number, y.Number), cmp.Compare(x.Unit, y.Unit)) },
	)
	return all[:min(max(n, 0), len(all))]
}

package roster

import (
	"regexp"
	"strconv"
	"strings"

	"giamngheo/internal/place"
	"giamngheo/internal/vietnamese"
)

var usernameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{2,39}$`)

// IsUsername reports whether a text can be a username: 3 to 40 small letters, digits, points, hyphens.
func IsUsername(text string) bool { return usernameForm.MatchString(text) }

// mostOfUnit is how much of a unit's name a username has, mostOfAll how long it is at most.
const mostOfUnit, mostOfAll = 24, 40

// Username makes a username that is not taken: the given name and the initials of the others, and the unit, without
// diacritics – Nguyễn Văn An of Xã Cái Khế: annv.caikhe.
func Username(name string, unit place.Unit, taken func(string) bool) string {
	words := strings.Fields(plain(name))
	if len(words) == 0 {
		words = []string{"nguoidung"}
	}
	given := words[len(words)-1]
	var b strings.Builder
	b.WriteString(given[:min(len(given), 10)])
	for _, w := range words[:len(words)-1] {
		if b.Len() < 14 {
			b.WriteByte(w[0])
		}
	}
	of := strings.ReplaceAll(plain(unit.Spoken()), " ", "")
	stem := b.String() + "." + of[:min(len(of), mostOfUnit)]
	for n := 1; ; n++ {
		one := stem
		if n > 1 {
			number := strconv.Itoa(n)
			one = stem[:min(len(stem), mostOfAll-len(number))] + number
		}
		if !taken(one) {
			return one
		}
	}
}

// plain is a text in small letters without diacritics, without the letters of other scripts.
func plain(text string) string {
	return strings.Map(func(c rune) rune {
		if c != ' ' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return -1
		}
		return c
	}, vietnamese.Fold(text))
}

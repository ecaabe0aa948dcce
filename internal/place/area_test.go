package place

import "testing"

// TestAreaOver: the commune's type decides, whatever is said of a household; a contradiction is told.
func TestAreaOver(t *testing.T) {
	for _, c := range []struct {
		commune, said, want Area
		contradicts         bool
	}{
		{Urban, Rural, Urban, true}, {Rural, Urban, Rural, true}, {Urban, Urban, Urban, false},
		{Rural, AreaUnknown, Rural, false}, {AreaUnknown, Urban, Urban, false}, {AreaUnknown, AreaUnknown, AreaUnknown, false},
	} {
		if got, contradicts := c.commune.Over(c.said); got != c.want || contradicts != c.contradicts {
			t.Errorf("%v over %v: %v, %v", c.commune, c.said, got, contradicts)
		}
	}
}

package generate

// source is a stream of numbers that depends on its first state alone (splitmix64): the same on every machine.
type source uint64

func (s *source) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	return finish(uint64(*s))
}

// below returns a whole number from 0 to n-1.
func (s *source) below(n int) int { return int(uint64(uint32(s.next())) * uint64(n) >> 32) }

// between returns a whole number from lo to hi, both included; lo where hi is less.
func (s *source) between(lo, hi int) int {
	if hi <= lo {
		return lo
	}
	return lo + s.below(hi-lo+1)
}

// unit returns a number in [0, 1).
func (s *source) unit() float64 { return float64(s.next()>>11) / (1 << 53) }

// chance is true with probability p.
func (s *source) chance(p float64) bool { return s.unit() < p }

func finish(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// mix scatters a number over all 64 bits.
func mix(z uint64) uint64 { return finish(z + 0x9e3779b97f4a7c15) }

// unit turns a scattered number into one in [0, 1).
func unit(z uint64) float64 { return float64(z>>11) / (1 << 53) }

// hashText scatters a short text (FNV-1a).
func hashText(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// Package poverty turns a standard of the law into decisions and measures: it classifies one household with its
// explanation, classifies columns in bulk, and computes the Alkire-Foster measures with their decompositions. What the
// thresholds and rules are it learns from law; it must not know files, storage or the clock.
package poverty

// Class is a household's class under a standard; the zero value is Undetermined.
type Class uint8

// The classes of the exchange format.
const (
	Undetermined Class = iota
	Poor
	NearPoor
	AverageLivingStandard
	None
	classes // how many there are
)

var classNames = [classes]string{"undetermined", "poor", "near_poor", "average_living_standard", "none"}

// String returns the identifier of the exchange format.
func (c Class) String() string { return classNames[c] }

// ParseClass returns the class an identifier names.
func ParseClass(s string) (Class, bool) {
	for i, n := range classNames {
		if n == s {
			return Class(i), true
		}
	}
	return Undetermined, false
}

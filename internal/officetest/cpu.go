package officetest

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// CPU is the processor time that the process has used so far, of itself and of the system for it, as Linux counts it in
// hundredths of a second; 0 elsewhere. Where other programs run beside a benchmark it says more than the clock.
func CPU() time.Duration {
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // a name may have spaces
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0
	}
	user, errUser := strconv.ParseInt(f[11], 10, 64)
	system, errSystem := strconv.ParseInt(f[12], 10, 64)
	if errUser != nil || errSystem != nil {
		return 0
	}
	return time.Duration(user+system) * 10 * time.Millisecond
}

// Package officetest opens offices for tests and does in them what many tests do.
package officetest

import (
	"os"
	"strconv"
	"strings"
)

// PeakRSS is the process's greatest resident memory so far in MB, as Linux counts it; 0 elsewhere.
func PeakRSS() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if kb, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kb), "kB")))
			if err == nil {
				return float64(n) / 1024
			}
		}
	}
	return 0
}

// Full reports whether tests run at full size, as make full has them: what they find at a smaller size on every change
// they then find in the whole register.
func Full() bool { return os.Getenv("GIAMNGHEO_FULL") != "" }

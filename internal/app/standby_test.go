//go:build linux

package app_test

import (
	"testing"

	"giamngheo/internal/postgrestest"
)

// standing measures one server whose primary has a synchronous standby, beside one whose primary has none.
func standing(b *testing.B, alone float64, rate func(...*saver) float64) {
	b.Helper()
	s := serversOn(b, postgrestest.PairOf(b).Database())
	b.ReportMetric(rate(s[0])/alone, "standby/none")
}

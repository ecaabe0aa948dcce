//go:build !linux

package app_test

import "testing"

// standing measures nothing: a pair of servers is started on Linux only.
func standing(*testing.B, float64, func(...*saver) float64) {}

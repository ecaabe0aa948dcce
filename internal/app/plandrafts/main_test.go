package plandrafts_test

import (
	"os"
	"testing"

	"giamngheo/internal/demotest"
)

// TestMain removes the demonstrations that the tests copied.
func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

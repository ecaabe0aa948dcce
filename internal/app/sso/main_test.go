package sso_test

import (
	"os"
	"testing"

	"giamngheo/internal/demotest"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

//go:build !unix

package pgtest

import "os/exec"

// give does nothing: where there is no root, the cluster belongs to whoever runs the tests.
func give(string) error { return nil }

// demote does nothing, for the same reason.
func demote(*exec.Cmd) {}

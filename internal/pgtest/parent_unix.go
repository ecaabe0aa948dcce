//go:build unix && !linux

package pgtest

import "syscall"

// endWithParent does nothing: only Linux tells a process that its parent has died.
func endWithParent(*syscall.SysProcAttr) {}

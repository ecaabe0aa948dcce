package pgtest

import "syscall"

// endWithParent makes the server stop when the test process is killed, by a timeout for example, and cannot stop it.
func endWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGQUIT }

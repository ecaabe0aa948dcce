//go:build unix

package postgrestest

import (
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// nobody is who PostgreSQL runs as where the tests run as root, which it refuses.
func nobody() (uid, gid int, needed bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		return 65534, 65534, true
	}
	uid, _ = strconv.Atoi(u.Uid)
	gid, _ = strconv.Atoi(u.Gid)
	return uid, gid, true
}

func giveAway(dir string) error {
	if uid, gid, needed := nobody(); needed {
		return os.Chown(dir, uid, gid)
	}
	return nil
}

func asNobody(cmd *exec.Cmd) {
	if uid, gid, needed := nobody(); needed {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
}

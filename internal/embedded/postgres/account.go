package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// account is who PostgreSQL runs as.
type account struct {
	name     string
	uid, gid uint32
	drop     bool // we are root and give the right up for the child
}

// chooseAccount answers with our own account, or with an unprivileged one when we are root.
func chooseAccount() (account, error) {
	if uid := os.Geteuid(); uid != 0 {
		return account{name: "uid " + strconv.Itoa(uid), uid: uint32(uid), gid: uint32(os.Getegid())}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return account{}, fmt.Errorf("read uid of %s: %w", name, err)
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return account{}, fmt.Errorf("read gid of %s: %w", name, err)
		}
		return account{name: name, uid: uint32(uid), gid: uint32(gid), drop: true}, nil
	}
	return account{}, errors.New("PostgreSQL refuses to run as root and there is no account postgres or nobody")
}

// sysProcAttr starts a child as the account, and has it signalled when the
// thread that started it ends.
func (a account) sysProcAttr(death syscall.Signal) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Pdeathsig: death, Setpgid: true}
	if a.drop {
		attr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return attr
}

// own makes the account the owner of one file or folder.
func (a account) own(path string) error {
	if !a.drop {
		return nil
	}
	return os.Lchown(path, int(a.uid), int(a.gid))
}

// ownedFolder makes a folder with mode 0700 that belongs to the account, and
// refuses one that belongs to somebody else.
func (a account) ownedFolder(path string) error {
	if err := os.Mkdir(path, 0o700); err == nil {
		return a.own(path)
	} else if !os.IsExist(err) {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() {
		return fmt.Errorf("%s is not a folder", path)
	}
	if stat.Uid != a.uid && stat.Uid != uint32(os.Geteuid()) {
		return fmt.Errorf("%s belongs to uid %d, not to %s", path, stat.Uid, a.name)
	}
	if err := a.own(path); err != nil {
		return err
	}
	return os.Chmod(path, 0o700)
}

// Reachable reports whether the account that will run PostgreSQL can enter
// every existing parent of dir. The error wraps ErrUnreachable and names the
// folder in the way. It changes nothing and can be asked before Start.
func Reachable(dir string) error {
	who, err := chooseAccount()
	if err != nil {
		return err
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("absolute path of %s: %w", dir, err)
	}
	return who.reaches(abs)
}

func (a account) reaches(dir string) error {
	for parent := filepath.Dir(dir); ; parent = filepath.Dir(parent) {
		resolved, err := filepath.EvalSymlinks(parent)
		switch {
		case os.IsNotExist(err): // it will be made, and then belongs to us
		case err != nil:
			return fmt.Errorf("look at %s: %w", parent, err)
		case resolved != parent:
			if err := a.reaches(filepath.Join(resolved, "x")); err != nil {
				return err
			}
		default:
			info, err := os.Stat(parent)
			if err != nil {
				return fmt.Errorf("look at %s: %w", parent, err)
			}
			if !info.IsDir() {
				return fmt.Errorf("%s is not a folder", parent)
			}
			if !a.enters(parent, info) {
				return fmt.Errorf("%w: %s (mode %04o) keeps out %s", ErrUnreachable, parent, info.Mode().Perm(), a.name)
			}
		}
		if parent == filepath.Dir(parent) {
			return nil
		}
	}
}

// enters reports whether the account may pass through a folder. For ourselves the kernel knows, with supplementary
// groups and access lists. A child that we give our rights up for has one group only; for it the owner's, the group's
// or everybody's execute bit counts, the first that concerns it.
func (a account) enters(path string, info fs.FileInfo) bool {
	if !a.drop {
		return unix.Faccessat(unix.AT_FDCWD, path, unix.X_OK, unix.AT_EACCESS) == nil
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case a.uid == 0:
		return true
	case !ok:
		return false
	case stat.Uid == a.uid:
		return info.Mode()&0o100 != 0
	case stat.Gid == a.gid:
		return info.Mode()&0o010 != 0
	default:
		return info.Mode()&0o001 != 0
	}
}

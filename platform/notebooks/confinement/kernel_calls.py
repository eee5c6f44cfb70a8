"""The few Linux calls that Python has no function for. Each raises OSError with the call's name."""

import ctypes
import os
import platform
import signal

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 24, 38
# The same numbers on every architecture since Linux 5.
SYS_MOUNT_SETATTR = 442
SYS_CLONE = {'x86_64': 56, 'aarch64': 220}
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
ATTR_RDONLY, ATTR_NOSUID, ATTR_NODEV = 1, 2, 4

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result, what):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f'{what}: {os.strerror(number)}')
    return result


def clone(flags):
    """Forks into new namespaces; 0 in the child, the child's process id in the caller. Single-threaded callers only."""
    number = SYS_CLONE.get(platform.machine())
    if number is None:
        raise OSError(f'confinement is not written for {platform.machine()}')
    zero = ctypes.c_long(0)
    return _checked(_libc.syscall(ctypes.c_long(number), ctypes.c_long(flags | signal.SIGCHLD), zero, zero, zero, zero), 'clone')


def unshare(flags):
    _checked(_libc.unshare(flags), 'unshare')


def mount(source, target, kind=None, flags=0, options=None):
    def text(value):
        return None if value is None else os.fsencode(value)

    _checked(_libc.mount(text(source), text(target), text(kind), ctypes.c_ulong(flags), text(options)), f'mount {target}')


def make_read_only(target):
    """Read-only, no set-user-id, no devices, submounts included; without the newer call at least the top."""
    attributes = (ctypes.c_uint64 * 4)(ATTR_RDONLY | ATTR_NOSUID | ATTR_NODEV, 0, 0, 0)
    arguments = (ctypes.c_long(SYS_MOUNT_SETATTR), ctypes.c_long(AT_FDCWD), os.fsencode(target),
                 ctypes.c_long(AT_RECURSIVE), ctypes.byref(attributes), ctypes.c_size_t(32))
    if _libc.syscall(*arguments) < 0:
        kept = os.statvfs(target).f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC)
        mount(None, target, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | kept)


def enter_root(folder):
    """Makes `folder` (a mount point) the root and lets go of the old one: nothing above it can be reached any more."""
    os.chdir(folder)
    _checked(_libc.pivot_root(b'.', b'.'), 'pivot_root')
    _checked(_libc.umount2(b'.', MNT_DETACH), 'umount')
    os.chdir('/')


def set_hostname(name):
    encoded = name.encode()
    _checked(_libc.sethostname(encoded, len(encoded)), 'sethostname')


def die_with_parent(number):
    """Must be set again after a change of user, which clears it."""
    _checked(_libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0), 'prctl')


def forbid_new_privileges():
    _checked(_libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 'prctl')


def drop_capability_bounds():
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break


def drop_capabilities():
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _checked(_libc.capset(header, (ctypes.c_uint32 * 6)()), 'capset')

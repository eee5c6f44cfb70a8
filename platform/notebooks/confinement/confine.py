"""Runs one notebook server so that it sees its own home, a read-only system, its own processes and the hub: no more.

    python confine.py SPEC.json     the spec's shape: confined_spawner.py
    python confine.py --check       exit 0 when this system can confine, else a sentence on stderr

Three processes: this one stays outside, holds the way to the hub and ends everything when the hub dies; the first
process inside reaps and passes signals on; the third is the server. All run as the lease's own user once set up.
"""

import json
import os
import signal
import socket
import sys
import tempfile

import doors
from kernel_calls import (NEWIPC, NEWNET, NEWNS, NEWPID, NEWUSER, NEWUTS, clone, die_with_parent,
                          drop_capabilities, drop_capability_bounds, forbid_new_privileges, set_hostname, unshare)
from limits import join_groups, limit_processes, make_groups
from view import enter_view

LISTENING_FD = 3
SECONDS_TO_STOP = 2
AS_ROOT = os.geteuid() == 0
NAMESPACES = NEWNS | NEWPID | NEWIPC | NEWUTS | NEWNET | (0 if AS_ROOT else NEWUSER)


def main(spec):
    die_with_parent(signal.SIGTERM)
    public = doors.listen(spec['port'])
    outside, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    uid, gid = os.geteuid(), os.getegid()
    child = clone(NAMESPACES)
    if child == 0:
        outside.close()
        try:
            os._exit(run_inside(spec, inside, public, uid, gid))
        except BaseException as problem:
            print(f'confinement failed: {problem}', file=sys.stderr, flush=True)
            os._exit(78)
    inside.close()
    public.close()
    forward_signals(child)
    groups = make_groups(spec['tag'], spec['limits'])
    for pid in (child, os.getpid()):
        join_groups(groups, pid)
    write_report(spec, groups)
    _, listeners, _, _ = socket.recv_fds(outside, 1, len(spec['doors']))
    become(spec)
    die_with_parent(signal.SIGTERM)
    for listener, port in zip(listeners, spec['doors']):
        doors.serve(socket.socket(fileno=listener), port)
    outside.sendall(b'g')
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 255)


def run_inside(spec, channel, public, uid, gid):
    if not AS_ROOT:
        map_user(0, uid, 0, gid)
    doors.raise_loopback()
    listeners = [doors.listen(port) for port in spec['doors']]
    socket.send_fds(channel, [b'd'], [listener.fileno() for listener in listeners])
    for listener in listeners:
        listener.close()
    # Only when the limits are set and the way to the hub is open does anything foreign run.
    if channel.recv(1) != b'g':
        return 1
    channel.close()
    set_hostname('notebook')
    log = os.open(spec['log'], os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    if AS_ROOT:
        os.fchown(log, spec['uid'], spec['gid'])
    enter_view(spec)
    limit_processes(spec['limits'], AS_ROOT)
    if not AS_ROOT:
        # In a second user namespace the person is themselves again, without rights over the view.
        unshare(NEWUSER)
        map_user(uid, 0, gid, 0)
    drop_capability_bounds()
    become(spec)
    drop_capabilities()
    forbid_new_privileges()
    die_with_parent(signal.SIGKILL)
    return run_server(spec, public, log)


def run_server(spec, public, log):
    server = os.fork()
    if server == 0:
        os.dup2(os.open('/dev/null', os.O_RDONLY), 0)
        for number in (1, 2):
            os.dup2(log, number)
        listening = os.dup(public.fileno())
        os.dup2(listening, LISTENING_FD)
        os.closerange(LISTENING_FD + 1, 4096)
        os.chdir(spec['home'])
        environment = {**spec['environment'], 'MILLRACE_LISTENING_FD': str(LISTENING_FD)}
        os.execve(spec['command'][0], spec['command'], environment)
    public.close()
    forward_signals(server)
    while True:
        pid, status = os.wait()
        if pid == server:
            return os.waitstatus_to_exitcode(status) & 255


def forward_signals(child):
    """A polite request to end is passed on once; whoever is still there seconds later is ended."""
    def kill(*_):
        os.kill(child, signal.SIGKILL)

    def ask(*_):
        os.kill(child, signal.SIGTERM)
        signal.alarm(SECONDS_TO_STOP)

    signal.signal(signal.SIGALRM, kill)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, ask)


def become(spec):
    if AS_ROOT:
        os.setgroups([])
        os.setresgid(spec['gid'], spec['gid'], spec['gid'])
        os.setresuid(spec['uid'], spec['uid'], spec['uid'])


def map_user(inner_uid, outer_uid, inner_gid, outer_gid):
    for file, text in (('setgroups', 'deny'), ('uid_map', f'{inner_uid} {outer_uid} 1'), ('gid_map', f'{inner_gid} {outer_gid} 1')):
        with open('/proc/self/' + file, 'w') as handle:
            handle.write(text)


def write_report(spec, groups):
    """What holds this server, for the operator's note and for removing its groups afterwards."""
    report = {
        'pid': os.getpid(),
        'user': 'own' if AS_ROOT else 'namespace',
        'memory': groups['memory'][1] if 'memory' in groups else 'per process',
        'cpu': groups['cpu'][1] if 'cpu' in groups else 'priority and cores',
        'groups': sorted({folder for folder, _ in groups.values()}),
    }
    with open(spec['report'] + '.new', 'w') as file:
        json.dump(report, file)
    os.replace(spec['report'] + '.new', spec['report'])


def check(root):
    uid, gid = os.geteuid(), os.getegid()
    child = clone(NAMESPACES)
    if child == 0:
        try:
            if not AS_ROOT:
                map_user(0, uid, 0, gid)
            doors.raise_loopback()
            nobody = {'name': 'nobody', 'uid': 65534, 'gid': 65534, 'home': '/'}
            enter_view({**nobody, 'root': root, 'hidden': [], 'readOnly': {}, 'writable': {}})
            become(nobody)
            os._exit(0)
        except BaseException as problem:
            print(problem, file=sys.stderr, flush=True)
            os._exit(78)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == '__main__':
    if sys.argv[1:2] == ['--check']:
        try:
            with tempfile.TemporaryDirectory() as empty:
                sys.exit(check(empty))
        except OSError as problem:
            sys.exit(str(problem))
    with open(sys.argv[1]) as file:
        described = json.load(file)
    os.unlink(sys.argv[1])
    main(described)

"""Memory, CPU and process limits: control groups where they may be written, process limits as the floor everywhere."""

import os
import resource


def limit_processes(limits, own_user):
    """The floor: holds for each process alone. Called before the change of user."""
    def at_most(what, value):
        hard = resource.getrlimit(what)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (value, value))

    at_most(resource.RLIMIT_DATA, limits['memoryBytes'])
    at_most(resource.RLIMIT_CORE, 0)
    at_most(resource.RLIMIT_NOFILE, limits['openFiles'])
    at_most(resource.RLIMIT_FSIZE, limits['fileBytes'])
    # Before Linux 5.14 this counts what the person runs outside as well, so that it cannot be one number for everyone.
    at_most(resource.RLIMIT_NPROC, limits['processes'] + (0 if own_user else _processes_of(os.getuid())))
    os.nice(5)
    usable = sorted(os.sched_getaffinity(0))
    wanted = max(1, -(-int(limits['cpus'] * 100) // 100))
    if wanted < len(usable):
        # Spread the servers over the cores, else all would share the first.
        start = os.getpid() % len(usable)
        os.sched_setaffinity(0, {usable[(start + i) % len(usable)] for i in range(wanted)})


def _processes_of(uid):
    def owner(entry):
        try:
            return os.stat('/proc/' + entry).st_uid
        except OSError:
            return None

    return sum(8 for entry in os.listdir('/proc') if entry.isdigit() and owner(entry) == uid)


def make_groups(tag, limits):
    """Control groups of the name `tag` with the limits set. Returns {'memory'|'cpu'|'pids': (folder, version)}."""
    groups = {}
    for controller, folder in _version_one().items():
        if _prepare(os.path.join(folder, tag), SETTINGS_V1[controller](limits)):
            groups[controller] = (os.path.join(folder, tag), 'cgroup v1')
    if not groups:
        folder = _version_two(tag)
        for controller in SETTINGS_V2 if folder else ():
            if _prepare(folder, SETTINGS_V2[controller](limits)):
                groups[controller] = (folder, 'cgroup v2')
    return groups


# (file, value, must it work)
SETTINGS_V1 = {
    'memory': lambda limits: [('memory.limit_in_bytes', limits['memoryBytes'], True),
                              ('memory.memsw.limit_in_bytes', limits['memoryBytes'], False)],
    'cpu': lambda limits: [('cpu.cfs_period_us', 100_000, True),
                           ('cpu.cfs_quota_us', int(limits['cpus'] * 100_000), True)],
    'pids': lambda limits: [('pids.max', limits['processes'], True)],
}
SETTINGS_V2 = {
    'memory': lambda limits: [('memory.max', limits['memoryBytes'], True), ('memory.swap.max', 0, False)],
    'cpu': lambda limits: [('cpu.max', f'{int(limits["cpus"] * 100_000)} 100000', True)],
    'pids': lambda limits: [('pids.max', limits['processes'], True)],
}


def join_groups(groups, pid):
    for folder in {folder for folder, _ in groups.values()}:
        with open(os.path.join(folder, 'cgroup.procs'), 'w') as file:
            file.write(str(pid))


def _prepare(folder, settings):
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError:
        return False
    for file, value, required in settings:
        try:
            with open(os.path.join(folder, file), 'w') as handle:
                handle.write(str(value))
        except OSError:
            if required:
                return False
    return True


def _version_one():
    """Controller to the folder of our own group in it, else the controller's top."""
    own = {}
    with open('/proc/self/cgroup') as file:
        for line in file:
            _, names, path = line.rstrip('\n').split(':', 2)
            own.update({name: path for name in names.split(',')})
    found = {}
    with open('/proc/self/mountinfo') as file:
        for line in file:
            before, after = line.rstrip('\n').split(' - ')
            kind, _, options = after.split(' ', 2)
            for controller in SETTINGS_V1 if kind == 'cgroup' else ():
                if controller in options.split(','):
                    top = before.split(' ')[4]
                    inside = top + own.get(controller, '/')
                    found[controller] = inside if os.path.isdir(inside) else top
    return found


def _version_two(tag):
    """A folder with all three controllers, below the top: a group that holds processes may not share out its own."""
    top = '/sys/fs/cgroup'
    if not os.path.exists(f'{top}/cgroup.controllers'):
        return None
    try:
        os.makedirs(f'{top}/millrace', exist_ok=True)
        for folder in (top, f'{top}/millrace'):
            with open(f'{folder}/cgroup.subtree_control', 'w') as file:
                file.write('+memory +cpu +pids')
    except OSError:
        return None
    return f'{top}/millrace/{tag}'

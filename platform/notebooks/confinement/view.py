"""What a confined server sees as the file system: the system read-only, its own home, nothing else."""

import os

from kernel_calls import (MS_BIND, MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_PRIVATE, MS_RDONLY, MS_REC, MS_REMOUNT,
                          enter_root, make_read_only, mount)

SYSTEM = ('/usr', '/lib', '/lib32', '/lib64', '/bin', '/sbin')
DEVICES = ('null', 'zero', 'full', 'random', 'urandom', 'tty')
COPIED = ('/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/localtime', '/etc/mime.types')


def enter_view(spec):
    """Builds the view on `spec['root']` and makes it this process's root. Runs in its own mount namespace."""
    root = spec['root']
    mount(None, '/', None, MS_REC | MS_PRIVATE)
    mount('tmpfs', root, 'tmpfs', MS_NOSUID | MS_NODEV, 'mode=755,size=4m')
    for path in SYSTEM:
        _system(root, path)
    # A checkout or data folder that lies under /usr would come along with it.
    for path in spec['hidden']:
        if os.path.isdir(root + path):
            mount('tmpfs', root + path, 'tmpfs', MS_NOSUID | MS_NODEV, 'mode=755,size=1m')
    # Before what is brought along, which may itself lie under /tmp.
    _scratch(root + '/tmp', '512m')
    for target, source in spec['readOnly'].items():
        _bind(source, root + target)
        make_read_only(root + target)
    for target, source in spec['writable'].items():
        _bind(source, root + target)
        mount(None, root + target, None, MS_REMOUNT | MS_BIND | MS_NOSUID | MS_NODEV | _kept_flags(root + target))
    _etc(root, spec)
    _devices(root)
    _folder(root + '/proc')
    mount('proc', root + '/proc', 'proc', MS_NOSUID | MS_NODEV | MS_NOEXEC)
    mount(None, root, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)
    enter_root(root)


def _system(root, path):
    if os.path.islink(path):
        os.symlink(os.readlink(path), root + path)
    elif os.path.isdir(path):
        _bind(path, root + path)
        make_read_only(root + path)


def _folder(path):
    os.makedirs(path, 0o755, exist_ok=True)


def _bind(source, target):
    _folder(target)
    mount(source, target, None, MS_BIND | MS_REC)


def _kept_flags(path):
    # A mount made by someone with more rights keeps its flags; leaving one out is refused.
    return os.statvfs(path).f_flag & (MS_NOEXEC | 1024 | 2048)


def _scratch(path, size):
    _folder(path)
    mount('tmpfs', path, 'tmpfs', MS_NOSUID | MS_NODEV, f'mode=1777,size={size}')


def _etc(root, spec):
    _folder(root + '/etc')
    name, uid, gid = spec['name'], spec['uid'], spec['gid']
    texts = {
        'passwd': f'root:x:0:0::/:/bin/false\n{name}:x:{uid}:{gid}::{spec["home"]}:/bin/sh\n',
        'group': f'root:x:0:\n{name}:x:{gid}:\n',
        'hosts': '127.0.0.1 localhost notebook\n',
        'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
    }
    for file, text in texts.items():
        with open(f'{root}/etc/{file}', 'w') as handle:
            handle.write(text)
    for path in COPIED:
        if os.path.isfile(path):
            with open(path, 'rb') as source, open(root + path, 'wb') as target:
                target.write(source.read())
    if os.path.isdir('/etc/alternatives'):
        _bind('/etc/alternatives', root + '/etc/alternatives')
        make_read_only(root + '/etc/alternatives')


def _devices(root):
    _folder(root + '/dev')
    for name in DEVICES:
        if not os.path.exists('/dev/' + name):
            continue
        with open(f'{root}/dev/{name}', 'w'):
            pass
        mount('/dev/' + name, f'{root}/dev/{name}', None, MS_BIND)
    for name, target in (('fd', ''), ('stdin', '/0'), ('stdout', '/1'), ('stderr', '/2')):
        os.symlink('/proc/self/fd' + target, f'{root}/dev/{name}')
    _scratch(root + '/dev/shm', '256m')
    _folder(root + '/dev/pts')
    mount('devpts', root + '/dev/pts', 'devpts', MS_NOSUID | MS_NOEXEC, 'newinstance,ptmxmode=0666,mode=620')
    os.symlink('pts/ptmx', root + '/dev/ptmx')

"""Starts each person's notebook server confined: see confinement/ for what that means, README.md for why."""

import asyncio
import hashlib
import json
import os
import subprocess
import sys

from jupyterhub.spawner import LocalProcessSpawner
from jupyterhub.utils import random_port, wait_for_http_server
from traitlets import Dict, Int, List, Unicode

HERE = os.path.dirname(os.path.abspath(__file__))
FIRST_UID, UIDS = 610_000, 10_000


class ConfinedSpawner(LocalProcessSpawner):
    homes = Unicode(help='One folder a lease: home/ is theirs, events/ what was tracked; the portal places it.').tag(config=True)
    state = Unicode(help='Specs and reports of running servers.').tag(config=True)
    hidden = List(Unicode(), help='Folders that must not be seen even where a system folder contains them.').tag(config=True)
    doors = List(Int(), help='Ports of this machine that are reached from inside, beside the hub.').tag(config=True)
    limits = Dict(help='memoryBytes, cpus, processes, openFiles, fileBytes, idleSeconds').tag(config=True)

    @property
    def lease(self):
        """The lease's folder; its name was checked when the user was made, but a path is worth a second look."""
        name = self.user.name
        if not name or '/' in name or name.startswith('.'):
            raise ValueError(f'not a name for a notebook server: {name!r}')
        return os.path.join(self.homes, name)

    @property
    def report_path(self):
        return os.path.join(self.state, self.user.name + '.json')

    def user_env(self, env):
        """Nothing of the hub's own environment: only what JupyterHub gives the server, and its places."""
        kept = {name: value for name, value in env.items() if name.startswith(('JUPYTERHUB_', 'JPY_'))}
        home = '/home/' + self.user.name
        return {
            **kept,
            'HOME': home, 'USER': self.user.name, 'SHELL': '/bin/sh', 'LANG': 'C.UTF-8', 'TZ': 'UTC',
            'PATH': f'{sys.prefix}/bin:/usr/bin:/bin', 'PYTHONDONTWRITEBYTECODE': '1',
            'PYTHONPATH': '/opt/millrace', 'JUPYTER_CONFIG_PATH': '/opt/millrace',
            'JUPYTER_CONFIG_DIR': '/tmp/jupyter-config', 'JUPYTER_DATA_DIR': '/tmp/jupyter-data',
            'JUPYTER_RUNTIME_DIR': '/tmp/jupyter-runtime', 'IPYTHONDIR': '/tmp/ipython', 'MPLCONFIGDIR': '/tmp/matplotlib',
            'MILLRACE_EVENTS_FILE': '/run/millrace/events.jsonl', 'MILLRACE_IDLE_SECONDS': str(self.limits['idleSeconds']),
            # As many threads as cores we give, else numeric libraries take one for each core of the machine.
            **{name: str(max(1, round(self.limits['cpus']))) for name in ('OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS')},
        }

    async def start(self):
        if not os.path.isdir(os.path.join(self.lease, 'home')):
            raise RuntimeError(f'there is no home for {self.user.name}: it was never placed, or is removed')
        self._forget()
        uid = self._own_home() if os.geteuid() == 0 else os.geteuid()
        self.port = self.port or random_port()
        path = os.path.join(self.state, self.user.name + '.spec')
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 'w') as file:
            json.dump(self._spec(uid), file)
        confine = os.path.join(HERE, 'confinement', 'confine.py')
        self.proc = subprocess.Popen(
            [sys.executable, '-E', '-s', '-B', confine, path],
            env={}, cwd='/', stdin=subprocess.DEVNULL, start_new_session=True,
        )
        self.pid = self.proc.pid
        await self._answering()
        return ('127.0.0.1', self.port)

    async def _answering(self):
        """The hub would wait its whole timeout for a server that ended at once."""
        address = f'http://127.0.0.1:{self.port}{self.server.base_url}api'
        up = asyncio.ensure_future(wait_for_http_server(address, timeout=self.http_timeout))
        while not up.done():
            if self.proc.poll() is not None:
                up.cancel()
                raise RuntimeError(f'the confined server ended with code {self.proc.returncode}; see events/server.log')
            await asyncio.wait([up], timeout=0.25)
        await up

    async def poll(self):
        if self.proc is None and self.pid and not self._still_stands():
            self.clear_state()
            return 0
        return await super().poll()

    def _still_stands(self):
        """After a restart of the hub a number alone says nothing: it may be a dead process or another program's."""
        try:
            with open(self.report_path) as file:
                reported = json.load(file)['pid']
            with open(f'/proc/{self.pid}/stat') as file:
                return reported == self.pid and file.read().rpartition(')')[2].split()[0] != 'Z'
        except FileNotFoundError:
            return False

    async def stop(self, now=False):
        await super().stop(now)
        self._forget()

    def _spec(self, uid):
        venv, python = sys.prefix, sys.base_prefix
        own = {venv: venv, '/opt/millrace': os.path.join(HERE, 'server')}
        # An interpreter under /usr is seen anyway; one from a home folder has to be brought along.
        if not python.startswith('/usr'):
            own = {python: python, **own}
        view = os.path.join(self.lease, 'view')
        os.makedirs(view, exist_ok=True)
        home = '/home/' + self.user.name
        folder = hashlib.sha256(self.homes.encode()).hexdigest()[:8]
        return {
            'name': self.user.name, 'tag': f'millrace-{folder}-{self.user.name}',
            'uid': uid, 'gid': uid if os.geteuid() == 0 else os.getegid(),
            'port': self.port, 'doors': [self.hub.port, *self.doors],
            'root': view, 'home': home, 'hidden': self.hidden, 'readOnly': own,
            'writable': {home: os.path.join(self.lease, 'home'), '/run/millrace': os.path.join(self.lease, 'events')},
            'log': os.path.join(self.lease, 'events', 'server.log'), 'report': self.report_path,
            'limits': dict(self.limits), 'environment': self.get_env(),
            'command': [f'{venv}/bin/python', '-B', '/opt/millrace/start_server.py', '--config=/opt/millrace/server_config.py'],
        }

    def _own_home(self):
        """The lease's user id. The files themselves are the record: an id is free when nothing on disk has it."""
        home = os.path.join(self.lease, 'home')
        uid = os.stat(home).st_uid
        if FIRST_UID <= uid < FIRST_UID + UIDS:
            return uid
        with os.scandir(self.homes) as entries:
            leases = [entry.path for entry in entries]
        taken = {os.lstat(path).st_uid for lease in leases for path in (f'{lease}/home', f'{lease}/events') if os.path.lexists(path)}
        # Two installations on one machine begin at different ids.
        start = int(hashlib.sha256(self.homes.encode()).hexdigest()[:8], 16)
        uid = next(uid for uid in (FIRST_UID + (start + i) % UIDS for i in range(UIDS)) if uid not in taken)
        for top in (os.path.join(self.lease, 'events'), home):
            for folder, folders, files in os.walk(top, topdown=False):
                for name in (*folders, *files):
                    os.lchown(os.path.join(folder, name), uid, uid)
            os.lchown(top, uid, uid)
        os.chmod(home, 0o700)
        return uid

    def _forget(self):
        """Removes what an ended server left in the system: its report and its control groups."""
        try:
            with open(self.report_path) as file:
                groups = json.load(file)['groups']
        except FileNotFoundError:
            return
        for folder in groups:
            try:
                os.rmdir(folder)
            except OSError as problem:
                if os.path.exists(folder):
                    self.log.warning('control group %s stays: %s', folder, problem)
        os.unlink(self.report_path)

"""The hub of one machine, configured wholly by its environment, which scripts/notebooks/run.ts writes. In a cluster: platform/jupyterhub."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from confined_spawner import ConfinedSpawner  # noqa: E402
from portal_hub import connect_portal  # noqa: E402

c = get_config()  # noqa: F821
env = os.environ
state = env['MILLRACE_HUB_STATE']
connect_portal(c)

c.JupyterHub.bind_url = f'http://127.0.0.1:{env["MILLRACE_HUB_PORT"]}'
c.JupyterHub.hub_bind_url = f'http://127.0.0.1:{env["MILLRACE_HUB_INNER_PORT"]}'
c.ConfigurableHTTPProxy.api_url = f'http://127.0.0.1:{env["MILLRACE_PROXY_PORT"]}'
c.ConfigurableHTTPProxy.command = [env['MILLRACE_NODE'], env['MILLRACE_PROXY']]
c.ConfigurableHTTPProxy.pid_file = f'{state}/proxy.pid'
c.JupyterHub.db_url = f'sqlite:///{state}/hub.sqlite'
c.JupyterHub.cookie_secret_file = f'{state}/cookie_secret'
c.JupyterHub.cleanup_servers = True
c.JupyterHub.cleanup_proxy = True

c.JupyterHub.spawner_class = ConfinedSpawner
c.ConfinedSpawner.homes = env['MILLRACE_HOMES']
c.ConfinedSpawner.state = f'{state}/servers'
# Ports of this machine that a confined server reaches beside the hub, e.g. of the object store.
c.ConfinedSpawner.doors = [int(port) for port in env.get('MILLRACE_DOORS', '').split(',') if port]
c.ConfinedSpawner.hidden = [path for path in env.get('MILLRACE_HIDDEN', '').split(':') if path]
c.ConfinedSpawner.limits = {
    'memoryBytes': int(float(env.get('MILLRACE_NOTEBOOK_MEMORY_MB', '2048')) * 1024 * 1024),
    'cpus': float(env.get('MILLRACE_NOTEBOOK_CPUS', '1')),
    'processes': int(env.get('MILLRACE_NOTEBOOK_PROCESSES', '256')),
    'idleSeconds': int(env.get('MILLRACE_NOTEBOOK_IDLE_SECONDS', str(4 * 3600))),
    'openFiles': 2048,
    'fileBytes': 1024 ** 3,
}
c.Spawner.start_timeout = 60
c.Spawner.http_timeout = 60
c.LocalProcessSpawner.interrupt_timeout = 5
c.LocalProcessSpawner.term_timeout = 5

"""The hub, configured wholly by its environment: scripts/notebooks/run.ts writes it, and in a cluster the chart does."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from confined_spawner import ConfinedSpawner  # noqa: E402
from lease_page import LeasePage  # noqa: E402
from millrace_auth import TicketAuthenticator  # noqa: E402
from oidc_auth import PortalOidc  # noqa: E402

c = get_config()  # noqa: F821
env = os.environ
state = env['MILLRACE_HUB_STATE']
portal = env['MILLRACE_PORTAL_URL'].rstrip('/')

c.JupyterHub.bind_url = f'http://127.0.0.1:{env["MILLRACE_HUB_PORT"]}'
c.JupyterHub.hub_bind_url = f'http://127.0.0.1:{env["MILLRACE_HUB_INNER_PORT"]}'
c.ConfigurableHTTPProxy.api_url = f'http://127.0.0.1:{env["MILLRACE_PROXY_PORT"]}'
c.ConfigurableHTTPProxy.command = [env['MILLRACE_NODE'], env['MILLRACE_PROXY']]
c.ConfigurableHTTPProxy.pid_file = f'{state}/proxy.pid'
c.JupyterHub.db_url = f'sqlite:///{state}/hub.sqlite'
c.JupyterHub.cookie_secret_file = f'{state}/cookie_secret'
c.JupyterHub.cleanup_servers = True
c.JupyterHub.cleanup_proxy = True
c.JupyterHub.last_activity_interval = 60
# A day, like the leases; a removed person's cookie is worthless at once.
c.JupyterHub.cookie_max_age_days = 1
c.JupyterHub.log_level = 'WARN'

# Only our portal may show the notebooks in a frame; addresses never leave by Referer.
headers = {'Content-Security-Policy': f"frame-ancestors 'self' {portal}", 'Referrer-Policy': 'no-referrer'}
c.JupyterHub.tornado_settings = {
    'headers': headers, 'slow_spawn_timeout': 0, 'slow_stop_timeout': 15,
    'millrace_portal': {'url': portal, 'token': env['MILLRACE_API_TOKEN']},
}
c.JupyterHub.extra_handlers = [('/lease', LeasePage)]

issuer = env.get('MILLRACE_OIDC_ISSUER')
c.JupyterHub.authenticator_class = PortalOidc if issuer else TicketAuthenticator
c.Authenticator.any_allow_config = True
c.TicketAuthenticator.portal_url = portal
c.TicketAuthenticator.portal_token = env['MILLRACE_API_TOKEN']
if issuer:
    c.PortalOidc.issuer = issuer
    c.PortalOidc.client_id = env['MILLRACE_OIDC_CLIENT_ID']
    c.PortalOidc.client_secret = env['MILLRACE_OIDC_CLIENT_SECRET']
    c.PortalOidc.oauth_callback_url = f'{env["MILLRACE_HUB_URL"]}/hub/oauth_callback'

c.JupyterHub.services = [{'name': 'portal', 'api_token': env['MILLRACE_API_TOKEN']}]
c.JupyterHub.load_roles = [
    {'name': 'portal', 'services': ['portal'], 'scopes': ['admin:users', 'admin:servers', 'read:hub', 'list:users']},
    # A person opens their own server; starting, stopping and tokens are the portal's business.
    {'name': 'user', 'scopes': ['access:servers!user', 'users:activity!user', 'read:users:name!user', 'read:users:groups!user']},
    {'name': 'server', 'scopes': ['access:servers!server', 'users:activity!user', 'read:users:name!user', 'read:users:groups!user']},
]

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
    'openFiles': 2048,
    'fileBytes': 1024 ** 3,
}
c.Spawner.default_url = '/lab'
c.Spawner.start_timeout = 60
c.Spawner.http_timeout = 60
c.LocalProcessSpawner.interrupt_timeout = 5
c.LocalProcessSpawner.term_timeout = 5

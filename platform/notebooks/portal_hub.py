"""What every hub of the portal has, wherever it starts servers: who may enter, what the portal may do, who may frame it."""

import os

from lease_page import LeasePage
from millrace_auth import TicketAuthenticator
from oidc_auth import PortalOidc


def connect_portal(c, env=os.environ):
    """Configures the hub `c` from its environment: MILLRACE_PORTAL_URL, MILLRACE_API_TOKEN, and MILLRACE_OIDC_… with MILLRACE_HUB_URL."""
    portal, token = env['MILLRACE_PORTAL_URL'].rstrip('/'), env['MILLRACE_API_TOKEN']
    c.JupyterHub.last_activity_interval = 60
    # A day, like the leases; a removed person's cookie is worthless at once.
    c.JupyterHub.cookie_max_age_days = 1
    c.JupyterHub.log_level = 'WARN'
    # Only our portal may show the notebooks in a frame; addresses never leave by Referer.
    headers = {'Content-Security-Policy': f"frame-ancestors 'self' {portal}", 'Referrer-Policy': 'no-referrer'}
    c.JupyterHub.tornado_settings = {
        'headers': headers, 'slow_spawn_timeout': 0, 'slow_stop_timeout': 15,
        'millrace_portal': {'url': portal, 'token': token},
    }
    c.JupyterHub.extra_handlers = [('/lease', LeasePage)]
    c.JupyterHub.services = [{'name': 'portal', 'api_token': token}]
    c.JupyterHub.load_roles = [
        {'name': 'portal', 'services': ['portal'], 'scopes': ['admin:users', 'admin:servers', 'read:hub', 'list:users']},
        # A person opens their own server; starting, stopping and tokens are the portal's business.
        {'name': 'user', 'scopes': ['access:servers!user', 'users:activity!user', 'read:users:name!user', 'read:users:groups!user']},
        {'name': 'server', 'scopes': ['access:servers!server', 'users:activity!user', 'read:users:name!user', 'read:users:groups!user']},
    ]
    c.Authenticator.any_allow_config = True
    issuer = env.get('MILLRACE_OIDC_ISSUER')
    c.JupyterHub.authenticator_class = PortalOidc if issuer else TicketAuthenticator
    c.TicketAuthenticator.portal_url = portal
    c.TicketAuthenticator.portal_token = token
    if issuer:
        c.PortalOidc.issuer = issuer
        c.PortalOidc.client_id = env['MILLRACE_OIDC_CLIENT_ID']
        c.PortalOidc.client_secret = env['MILLRACE_OIDC_CLIENT_SECRET']
        c.PortalOidc.oauth_callback_url = f'{env["MILLRACE_HUB_URL"]}/hub/oauth_callback'
    c.Spawner.default_url = '/lab'

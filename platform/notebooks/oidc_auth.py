"""The other way in: the person's own account at the identity provider, where they signed in for the portal already."""

from oauthenticator.generic import GenericOAuthenticator
from traitlets import Unicode


class PortalOidc(GenericOAuthenticator):
    """Authorization code with PKCE. Who is disabled or signed out at the provider is out here within `auth_refresh_age`."""

    issuer = Unicode(help='The realm, e.g. https://id.example/realms/demo').tag(config=True)

    # Whoever the portal made a server for, and nobody else: an account alone makes no server.
    allow_existing_users = True
    auto_login = True
    enable_pkce = True
    enable_auth_state = True
    refresh_pre_spawn = True
    auth_refresh_age = 60
    scope = ['openid']
    username_claim = 'preferred_username'

    def __init__(self, **options):
        super().__init__(**options)
        place = self.issuer.rstrip('/') + '/protocol/openid-connect/'
        self.authorize_url = place + 'auth'
        self.token_url = place + 'token'
        self.userdata_url = place + 'userinfo'
        self.logout_redirect_url = place + 'logout'

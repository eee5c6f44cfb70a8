"""The other way in: the person's own account at the identity provider, where they signed in for the portal already."""

import asyncio
import time

from oauthenticator.generic import GenericOAuthenticator
from traitlets import Unicode

# How long the provider's last word counts when it does not answer, in seconds; as in the portal (lib/auth/confirm-session.ts).
TRUST = 300
# Requests that come together share one answer: a refresh token shown twice ends the session.
SHARED = 5


class PortalOidc(GenericOAuthenticator):
    """Authorization code with PKCE. Who is disabled or signed out at the provider is out here within `auth_refresh_age`."""

    issuer = Unicode(help='The realm, e.g. https://id.example/realms/demo').tag(config=True)

    # Whoever the portal made a server for, and nobody else: an account alone makes no server.
    allow_existing_users = True
    auto_login = True
    enable_pkce = True
    enable_auth_state = True
    auth_refresh_age = 30
    scope = ['openid']
    username_claim = 'preferred_username'

    def __init__(self, **options):
        super().__init__(**options)
        place = self.issuer.rstrip('/') + '/protocol/openid-connect/'
        self.authorize_url = place + 'auth'
        self.token_url = place + 'token'
        self.userdata_url = place + 'userinfo'
        self.logout_redirect_url = place + 'logout'
        self._asking = {}
        self._answers = {}
        self._confirmed = {}

    async def refresh_user(self, user, handler=None, **more):
        """As asked of the provider; when it says no, the browser's tokens for the notebook server end too."""
        if not await user.get_auth_state():
            # Never signed in here: the portal made the server, and nobody has opened it yet.
            return True
        async with self._asking.setdefault(user.name, asyncio.Lock()):
            at, answer = self._answers.get(user.name, (0, None))
            if time.monotonic() - at > SHARED:
                answer = await self._ask(user, handler, more)
                self._answers[user.name] = (time.monotonic(), answer)
        if not answer:
            self._revoke(user)
        return answer

    async def _ask(self, user, handler, more):
        try:
            answer = await super().refresh_user(user, handler, **more)
        except Exception as problem:
            self.log.warning('the identity provider did not answer about %s: %s', user.name, problem)
            return time.monotonic() - self._confirmed.setdefault(user.name, time.monotonic()) < TRUST
        if answer:
            self._confirmed[user.name] = time.monotonic()
        return answer

    def _revoke(self, user):
        # The hub itself asks for a new sign-in only in its own pages. A notebook server shows it a token that the browser got
        # by OAuth and that would live on; the server's own token stays.
        for token in list(user.orm_user.api_tokens):
            if (token.client_id or '').startswith('jupyterhub-user-'):
                user.db.delete(token)
        user.db.commit()
        self.log.info('%s is signed out at the identity provider', user.name)

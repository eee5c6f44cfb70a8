"""The only way in: a one-time ticket that the portal gave its signed-in person and redeems when the hub asks."""

import json

from jupyterhub.auth import Authenticator
from jupyterhub.handlers.login import LoginHandler
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from traitlets import Unicode

REFUSED = '''<!doctype html><html lang="en"><meta charset="utf-8"><title>Notebooks</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<body style="font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem">
<h1 style="font-size:1.25rem">Open your notebooks from the portal</h1>
<p>{reason} For your safety a link opens the notebooks once and for a short time only.</p>
<p><a href="{portal}">Back to the portal</a></p></body></html>'''


class TicketLogin(LoginHandler):
    async def get(self):
        ticket = self.get_argument('ticket', default='')
        if ticket:
            user = await self.login_user({'ticket': ticket})
            if user:
                return self.redirect(self._own_next(user), permanent=False)
            return self._refuse('This link was used before or is too old.')
        user = self.current_user
        if user:
            self.set_login_cookie(user)
            return self.redirect(self.get_next_url(user), permanent=False)
        return self._refuse('You are not signed in here, or your session has ended.')

    async def post(self):
        self._refuse('There is no password here.')

    def _own_next(self, user):
        """`next` as asked when it lies in the person's own server; else the start of it."""
        asked = self.get_argument('next', default='')
        own = self.hub.base_url.removesuffix('hub/') + f'user/{user.name}/'
        return asked if asked.startswith(own) and '\\' not in asked and '..' not in asked else own + 'lab'

    def _refuse(self, reason):
        self.set_status(403)
        self.set_header('Cache-Control', 'no-store')
        self.finish(REFUSED.format(reason=reason, portal=self.authenticator.portal_url))


class TicketAuthenticator(Authenticator):
    portal_url = Unicode(help='Where the portal answers, without a slash at the end.').tag(config=True)
    portal_token = Unicode(help='What the hub shows the portal to redeem a ticket.').tag(config=True)

    # Whoever the portal made a server for, and nobody else: a removed name cannot come back by signing in.
    allow_existing_users = True
    auto_login = True

    def get_handlers(self, app):
        return [('/login', TicketLogin)]

    async def authenticate(self, handler, data):
        ticket = (data or {}).get('ticket')
        if not ticket:
            return None
        request = HTTPRequest(
            self.portal_url + '/api/internal/notebook-ticket', method='POST', request_timeout=5,
            headers={'Content-Type': 'application/json', 'Authorization': 'Bearer ' + self.portal_token},
            body=json.dumps({'ticket': ticket}),
        )
        try:
            answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        except Exception as problem:
            self.log.warning('the portal did not answer about a ticket: %s', problem)
            return None
        if answer.code != 200:
            return None
        return json.loads(answer.body)['name']

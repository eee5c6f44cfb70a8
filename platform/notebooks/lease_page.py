"""What a person's JupyterLab asks the hub: until when its plant stays."""

import json

from jupyterhub.handlers.base import BaseHandler
from tornado.httpclient import AsyncHTTPClient, HTTPRequest


class LeasePage(BaseHandler):
    """GET /hub/lease → {"endsAt": ISO time or null}; of whoever is signed in here, and nobody else."""

    async def get(self):
        user = self.current_user
        if not user:
            return self._answer(403, {})
        portal, token = (self.settings['millrace_portal'][key] for key in ('url', 'token'))
        request = HTTPRequest(
            portal + '/api/internal/notebook-lease', method='POST', request_timeout=5,
            headers={'Content-Type': 'application/json', 'Authorization': 'Bearer ' + token}, body=json.dumps({'name': user.name}),
        )
        try:
            answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        except OSError as problem:
            self.log.warning('the portal did not answer about a lease: %s', problem)
            return self._answer(503, {})
        # Who has no lease stays for good.
        ends_at = json.loads(answer.body)['endsAt'] if answer.code == 200 else None
        self._answer(200, {'endsAt': ends_at})

    def _answer(self, status, body):
        self.set_status(status)
        self.set_header('Cache-Control', 'no-store')
        self.finish(body)

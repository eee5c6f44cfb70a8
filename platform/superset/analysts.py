"""
Analysts sign in at Keycloak, and the portal says what they read: at the door, and again while they work. Roles that
somebody holds in the portal count, not groups of Keycloak. Without Keycloak there is only the portal's own account.
"""
import time

import requests
from flask import abort, jsonify, make_response, request, session
from markupsafe import escape

# A role taken away, a person disabled and a plant that ended count after so long.
word_counts_seconds = 15
# After so long Keycloak is asked again, which does not show while its own session stands.
session_seconds = 3600


def analysts_config(env):
    url, secret = env.get("SUPERSET_KEYCLOAK_URL"), env.get("SUPERSET_CLIENT_SECRET")
    if not url or not secret:
        return {}
    from flask_appbuilder.security.manager import AUTH_OAUTH

    realm = f"{url}/realms/{env.get('SUPERSET_KEYCLOAK_REALM', 'manufacturing-platform')}"
    return {
        "AUTH_TYPE": AUTH_OAUTH,
        # The portal's own account goes on signing in by its password, at the API.
        "AUTH_API_LOGIN_ALLOW_MULTIPLE_PROVIDERS": True,
        "AUTH_USER_REGISTRATION": True,
        "AUTH_ROLES_SYNC_AT_LOGIN": True,
        "OAUTH_PROVIDERS": [
            {
                "name": "keycloak",
                "icon": "fa-key",
                "token_key": "access_token",
                "remote_app": {
                    "client_id": "superset",
                    "client_secret": secret,
                    "server_metadata_url": f"{realm}/.well-known/openid-configuration",
                    "api_base_url": f"{realm}/protocol/openid-connect/",
                    "client_kwargs": {"scope": "openid email profile", "code_challenge_method": "S256"},
                },
            }
        ],
        "CUSTOM_SECURITY_MANAGER": _manager(Portal(env.get("SUPERSET_PORTAL_URL"), env["SUPERSET_PORTAL_KEY"])),
        # Names of people are shown to those of another plant nowhere: not in a list of owners to choose from either.
        "EXTRA_RELATED_QUERY_FILTERS": {"user": _only_oneself, "role": _no_role},
    }


class Portal:
    """Says what somebody reads. A word is remembered for some seconds, by this process."""

    def __init__(self, url, key):
        self.url, self.key, self.words = url, key, {}

    def admits(self, who):
        """Names of connections; None for all. Ends the request where the person is not let in."""
        until, word = self.words.get(who["subject"], (0, None))
        if until < time.monotonic():
            word = self._ask(who)
            self.words[who["subject"]] = (time.monotonic() + word_counts_seconds, word)
        return word

    def _ask(self, who):
        try:
            answer = requests.post(
                f"{self.url}/api/internal/bi-analyst",
                json=who,
                headers={"Authorization": f"Bearer {self.key}"},
                timeout=10,
                allow_redirects=False,
            )
        except requests.RequestException:
            _refuse(503, "Nobody can be let in now", "The portal, which says who reads what, does not answer. Try again in a minute.")
        if answer.status_code == 404:
            _refuse(403, "You may not look at a plant here", "This needs the role analyst, engineer or administrator of a whole plant that is open. An administrator of your plant gives it in the portal, under People.")
        if answer.status_code != 200:
            _refuse(503, "Nobody can be let in now", "The portal does not say what you may look at. Try again in a minute.")
        return answer.json()["connections"]


def _manager(portal):
    from superset.security import SupersetSecurityManager

    class KeycloakSecurityManager(SupersetSecurityManager):
        def set_oauth_session(self, provider, oauth_response):
            """No token of Keycloak's goes into the browser's cookie: it is used once, below."""

        def get_oauth_user_info(self, provider, response=None):
            me = self.appbuilder.sm.oauth_remotes[provider].get("userinfo", token=response).json()
            # Keycloak's own id: no name that somebody chose is the name of the portal's account.
            return {
                "username": me["sub"],
                "first_name": me.get("given_name", ""),
                "last_name": me.get("family_name", ""),
                "who": {"subject": me["sub"], "username": me["preferred_username"], **({"tenant": me["tenant"]} if me.get("tenant") else {})},
            }

        def _oauth_calculate_user_roles(self, userinfo):
            return roles_for(self, portal.admits(userinfo["who"]))

        def auth_user_oauth(self, userinfo):
            user = super().auth_user_oauth(userinfo)
            if user:
                session["who"] = {**userinfo["who"], "until": time.time() + session_seconds}
            return user

        def get_datasource_access_error_object(self, datasource):
            """Whom a number belongs to is not said to those who may not read it: the name holds the plant's."""
            error = super().get_datasource_access_error_object(datasource)
            error.extra.pop("datasource_name", None)
            return error

        def look_again(self):
            """Before each request of somebody who signed in: what they may is asked again, and kept."""
            if "_user_id" not in session:
                return
            who, user = session.get("who"), self.get_user_by_id(session["_user_id"])
            if not who or not user or user.username != who["subject"] or who["until"] < time.time():
                return _sign_out()
            roles = roles_for(self, portal.admits({name: who[name] for name in ("subject", "username", "tenant") if name in who}))
            if set(user.roles) != set(roles):
                user.roles = roles
                self.session.commit()

    return KeycloakSecurityManager


def roles_for(sm, connections):
    """For these connections of one plant: what an analyst does, and a role of the plant's own that reads them as far as they are made."""
    from superset.models.core import Database

    if connections is None:
        return [sm.find_role("Admin")]
    made = sm.session.query(Database).filter(Database.database_name.in_(connections)).all()
    reads = [sm.add_permission_view_menu("database_access", database.perm) for database in made]
    plant = sm.add_role(f"Analysts of {connections[0]}")
    if set(plant.permissions) != set(reads):
        plant.permissions = reads
        sm.session.commit()
    return [sm.find_role("Gamma"), plant]


def watch(app):
    @app.before_request
    def only_who_still_may():
        look_again = getattr(app.appbuilder.sm, "look_again", None)
        if look_again and not request.path.startswith("/static/"):
            look_again()


def _only_oneself(query, *_args, **_kwargs):
    from superset import security_manager as sm
    from superset.utils.core import get_user_id

    return query if sm.is_admin() else query.filter(sm.user_model.id == get_user_id())


def _no_role(query, *_args, **_kwargs):
    from superset import security_manager as sm

    return query if sm.is_admin() else query.filter(sm.role_model.id.is_(None))


def _sign_out():
    from flask_login import logout_user

    logout_user()
    session.clear()


def _refuse(status, title, text):
    """Ends the request with a page that says why, or the same for a script; whoever was in is out."""
    if status == 403:
        _sign_out()
    abort(refusal(status, title, text))


def refusal(status, title, text):
    if "text/html" not in request.headers.get("Accept", ""):
        answer = jsonify({"message": text, "errors": [{"message": text, "error_type": "GENERIC_BACKEND_ERROR", "level": "warning", "extra": {}}]})
        return make_response(answer, status)
    style = ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem;max-width:68ch}"
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{style}</style><h1>{escape(title)}</h1><p>{escape(text)}</p>'
    return make_response(page, status, {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"})

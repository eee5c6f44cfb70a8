"""Superset behind the portal. Everything that differs between installations comes from the environment, see README.md."""
import os
from hmac import compare_digest

from superset.config import THEME_DARK, THEME_DEFAULT

from analysts import analysts_config, watch
from open_lake import lake_mutator

env = os.environ
data = env["SUPERSET_HOME"]

SECRET_KEY = env["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = env.get("SUPERSET_METADATA_URL") or f"sqlite:///{data}/superset.db?timeout=30"
DATA_DIR = data

# The portal serves it below this path, so that its pages are of the portal's own site.
APPLICATION_ROOT = "/bi/superset"

FEATURE_FLAGS = {"EMBEDDED_SUPERSET": True, "ALERT_REPORTS": False, "GLOBAL_ASYNC_QUERIES": False}
GUEST_ROLE_NAME = "Guest"
GUEST_TOKEN_JWT_SECRET = env["SUPERSET_GUEST_SECRET"]
GUEST_TOKEN_JWT_EXP_SECONDS = 300
GUEST_TOKEN_JWT_AUDIENCE = "millrace-portal"

# A guest without a cookie of its own: nothing of a session outlives the portal's.
SESSION_COOKIE_NAME = "superset_session"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = env.get("SUPERSET_URL", "").startswith("https:")
WTF_CSRF_ENABLED = True
RATELIMIT_ENABLED = False
# Files and local databases are no source of ours.
PREVENT_UNSAFE_DB_CONNECTIONS = True
ALLOWED_USER_CSV_SCHEMA_FUNC = lambda database, user: []  # noqa: E731
HTML_SANITIZATION = True
SHOW_STACKTRACE = False
SQLLAB_ASYNC_TIME_LIMIT_SEC = 60
ROW_LIMIT = 10_000
SQL_MAX_ROW = 100_000
SUPERSET_WEBSERVER_TIMEOUT = 60

TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'", "'strict-dynamic'"],
        "font-src": ["'self'", "data:"],
        "frame-ancestors": ["'self'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": SESSION_COOKIE_SECURE,
    "frame_options": None,
}

# What a chart answered may be remembered: each tenant has a connection of its own, so no key is shared by two.
CACHE_CONFIG = {"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": f"{data}/cache", "CACHE_DEFAULT_TIMEOUT": 60, "CACHE_THRESHOLD": 5000}
DATA_CACHE_CONFIG = FILTER_STATE_CACHE_CONFIG = EXPLORE_FORM_DATA_CACHE_CONFIG = CACHE_CONFIG

# The portal's colours: app/globals.css, by their names there (look.test.ts holds them to it).
_light = {"ground": "#e2e5e3", "surface": "#f0f2f0", "raised": "#fbfcfb", "line": "#c6ccc9", "ink": "#14211f", "ink-2": "#3f4c49", "accent": "#0b5563"}
_dark = {"ground": "#171d1c", "surface": "#1f2625", "raised": "#293130", "line": "#364140", "ink": "#e6ebe9", "ink-2": "#b6c0bd", "accent": "#74c2ce"}


def _look(colours):
    return {
        "brandAppName": "Millrace",
        "fontFamily": "'Archivo Variable', Archivo, system-ui, sans-serif",
        "borderRadius": 2,
        "colorPrimary": colours["accent"],
        "colorLink": colours["accent"],
        "colorBgBase": colours["surface"],
        "colorBgLayout": colours["ground"],
        "colorBgContainer": colours["surface"],
        "colorBgElevated": colours["raised"],
        "colorBorder": colours["line"],
        "colorBorderSecondary": colours["line"],
        "colorSplit": colours["line"],
        "colorText": colours["ink"],
        "colorTextSecondary": colours["ink-2"],
    }


THEME_DEFAULT = {**THEME_DEFAULT, "token": {**THEME_DEFAULT["token"], **_look(_light)}}
THEME_DARK = {**THEME_DARK, "token": {**THEME_DARK["token"], **_look(_dark)}}
ENABLE_UI_THEME_ADMINISTRATION = False

globals().update(analysts_config(env))

DB_CONNECTION_MUTATOR = lake_mutator(env)


def FLASK_APP_MUTATOR(app):
    """A guest token counts only in the hand of the portal: shown by anybody else, it opens nothing."""
    from flask import abort, request

    expected = env["SUPERSET_PORTAL_KEY"]

    @app.before_request
    def only_the_portal_embeds():
        shown = request.headers.get("X-GuestToken") or request.form.get("guest_token")
        if shown and not compare_digest(request.headers.get("X-Portal-Key", ""), expected):
            abort(403)

    watch(app)

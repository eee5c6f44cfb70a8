"""Connections to the open tables of plants in Trino. Superset keeps no key of Trino's: each time, it asks the portal with what to connect."""
import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError
from sqlalchemy.engine import URL, make_url


def lake_mutator(env):
    portal, key = env.get("SUPERSET_PORTAL_URL"), env["SUPERSET_PORTAL_KEY"]

    def mutate(uri, params, username, security_manager, source):
        """Where the portal gives nothing there is no connection. Other databases are connected to as they are."""
        if not uri.drivername.startswith("trino"):
            return uri, params
        if _importing():
            # The one that an import takes for a database that is away, and goes on.
            raise ConnectionError("Nothing is asked of Trino while assets are imported")
        lake = _ask(portal, key, uri.password)
        at = make_url(lake["url"])
        _, _, schema = (uri.database or "").partition("/")
        # The catalogue is the connection's alone: another one that somebody names is not handed on.
        given = URL.create("trino", username=lake["user"], host=at.host, port=at.port, database=f"{lake['catalog']}/{schema or 'gold'}")
        return given, {**params, "connect_args": _arguments(lake, at, params.get("connect_args", {}))}

    return mutate


def _ask(portal, key, connection):
    if not portal:
        raise _refusal(503, "SUPERSET_PORTAL_URL is not set: there is nobody to ask for Trino")
    try:
        answer = requests.post(
            f"{portal}/api/internal/lake-connection",
            json={"connection": connection or "-"},
            headers={"Authorization": f"Bearer {key}"},
            timeout=30,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        raise _refusal(503, "The portal does not say with what to ask Trino. Try again in a minute") from error
    if answer.status_code != 200:
        raise _refusal(410, "These tables are not to be had: the plant has ended, or has none yet")
    return answer.json()


def _refusal(status, text):
    """Superset hands its own errors on with their status and sentence; of any other it says a bare 500."""
    from superset.errors import ErrorLevel, SupersetError, SupersetErrorType
    from superset.exceptions import SupersetErrorException

    return SupersetErrorException(SupersetError(text, SupersetErrorType.CONNECTION_DATABASE_PERMISSIONS_ERROR, ErrorLevel.WARNING), status=status)


def _arguments(lake, at, usual):
    session = requests.Session()
    if at.drivername == "http":
        session.mount("https://", _BehindTls())
    return {
        "source": usual.get("source", "superset"),
        "http_scheme": at.drivername,
        "http_session": session,
        # Trino takes tokens over TLS, or from who says that it ends in front of it.
        "http_headers": {"Authorization": f"Bearer {lake['token']}", "X-Forwarded-Proto": "https"},
        "session_properties": {"query_max_run_time": "60s", "query_max_memory": "512MB"},
        "timezone": lake["timeZone"],
        "request_timeout": 30,
    }


class _BehindTls(HTTPAdapter):
    """Trino names its own pages by the scheme that it was told; they are where the first one was."""

    def send(self, request, **kwargs):
        request.url = request.url.replace("https://", "http://", 1)
        return super().send(request, **kwargs)


def _importing():
    """An import looks for catalogues and tables. Their names change, and they may not be there yet."""
    from flask import has_request_context, request

    return has_request_context() and request.path.endswith("/assets/import/")

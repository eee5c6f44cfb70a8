"""Superset in one process: its own database is brought up to date, then it serves. Usage: python serve.py PORT"""
import os
import sys

os.environ.setdefault("FLASK_APP", "superset.app:create_app()")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from gunicorn.app.base import BaseApplication  # noqa: E402
from superset.app import create_app  # noqa: E402

service = "millrace-portal"


def main(port: str) -> None:
    app = create_app()
    with app.app_context():
        prepare(os.environ["SUPERSET_HOME"])
    Server(app, port).run()


def prepare(home: str) -> None:
    """Tables, roles and the portal's account. What was done for this version is not done again."""
    from flask_migrate import upgrade
    from superset import db
    from superset.app import __file__ as superset_file
    from superset.extensions import appbuilder
    from superset.extensions import security_manager as sm

    marker = os.path.join(home, "prepared")
    version = appbuilder.app.config["VERSION_STRING"]
    done = os.path.exists(marker) and open(marker).read() == version
    if not done:
        upgrade(directory=os.path.join(os.path.dirname(superset_file), "migrations"))
        appbuilder.add_permissions(update_perms=True)
        sm.sync_role_definitions()
    guest = sm.add_role("Guest")
    for permission, view in guest_permissions:
        held = sm.find_permission_view_menu(permission, view)
        if held:
            sm.add_permission_role(guest, held)
    password = os.environ["SUPERSET_SERVICE_PASSWORD"]
    user = sm.find_user(username=service)
    if user is None:
        sm.add_user(service, "Millrace", "portal", "portal@millrace.invalid", sm.find_role("Admin"), password)
    else:
        sm.reset_password(user.id, password)
    db.session.commit()
    with open(marker, "w") as file:
        file.write(version)
    # The worker is a fork: it opens connections of its own.
    db.session.remove()
    db.engine.dispose()


# What a page of a dashboard asks for, and no more: no SQL Lab, no chart builder, no links that outlive a session.
guest_permissions = [
    ("can_read", "Dashboard"),
    ("can_read", "Chart"),
    ("can_dashboard", "Superset"),
    ("can_read", "DashboardFilterStateRestApi"),
    ("can_write", "DashboardFilterStateRestApi"),
    ("can_time_range", "Api"),
    ("can_read", "CssTemplate"),
    ("can_read", "Theme"),
    ("can_read", "EmbeddedDashboard"),
    ("can_read", "CurrentUserRestApi"),
    ("can_csv", "Superset"),
    ("can_export", "Chart"),
    ("can_get", "Datasource"),
]


class Server(BaseApplication):
    def __init__(self, app, port):
        self.application, self.port = app, port
        super().__init__()

    def load_config(self):
        settings = {
            "bind": f"{os.environ.get('SUPERSET_LISTEN', '127.0.0.1')}:{self.port}",
            "workers": int(os.environ.get("SUPERSET_WORKERS", "1")),
            "worker_class": "gthread",
            "threads": 8,
            "timeout": 120,
            "limit_request_line": 0,
            # Longer than the portal keeps a connection that nobody uses: never closed under a request.
            "keepalive": 75,
            "preload_app": True,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self):
        return self.application


if __name__ == "__main__":
    main(sys.argv[1])

"""Analysts sign in at Keycloak; without it there is only the portal's own account."""


def analysts_config(env):
    url, secret = env.get("SUPERSET_KEYCLOAK_URL"), env.get("SUPERSET_CLIENT_SECRET")
    if not url or not secret:
        return {}
    from flask_appbuilder.security.manager import AUTH_OAUTH

    realm = f"{url}/realms/{env.get('SUPERSET_KEYCLOAK_REALM', 'manufacturing-platform')}"
    return {
        "AUTH_TYPE": AUTH_OAUTH,
        "AUTH_USER_REGISTRATION": True,
        # Nothing until a group says otherwise.
        "AUTH_USER_REGISTRATION_ROLE": "Guest",
        # Asked at each sign-in, so that a group that was taken away counts.
        "AUTH_ROLES_SYNC_AT_LOGIN": True,
        "AUTH_ROLES_MAPPING": {"admin": ["Admin"], "data-engineer": ["Alpha"], "data-analyst": ["Gamma"]},
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
        "CUSTOM_SECURITY_MANAGER": _manager(),
    }


def _manager():
    from superset.security import SupersetSecurityManager

    class KeycloakSecurityManager(SupersetSecurityManager):
        def get_oauth_user_info(self, provider, response=None):
            me = self.appbuilder.sm.oauth_remotes[provider].get("userinfo").json()
            return {
                "username": me["preferred_username"],
                "email": me.get("email", ""),
                "first_name": me.get("given_name", ""),
                "last_name": me.get("family_name", ""),
                "role_keys": [group.strip("/") for group in me.get("groups", [])],
            }

    return KeycloakSecurityManager

"""Prints the pod that the profile makes for a lease, as JSON: for the test, and for who wonders what a server may. No cluster is asked."""

import asyncio
import json
import os
import sys
import tempfile

KUBECONFIG = '''apiVersion: v1
kind: Config
clusters: [{name: none, cluster: {server: "http://127.0.0.1:1"}}]
contexts: [{name: none, context: {cluster: none, user: none}}]
users: [{name: none, user: {}}]
current-context: none
'''


def load(path):
    from traitlets.config import Config, PyFileConfigLoader
    return PyFileConfigLoader(os.path.basename(path), os.path.dirname(path)).load_config() or Config()


async def pod_of(lease):
    config = load(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'cluster_config.py'))
    spawner = config.JupyterHub.spawner_class(_mock=True, config=config)
    spawner.user.name = lease
    spawner.pod_name = spawner._expand_user_properties(spawner.pod_name_template)
    spawner.api_token, spawner.oauth_client_id = 'not-a-token', 'jupyterhub-user-' + lease
    spawner.server = type('Server', (), {'base_url': f'/user/{lease}/'})()
    manifest = await spawner.get_pod_manifest()
    return spawner.api.api_client.sanitize_for_serialization(manifest)


async def main():
    pod = await pod_of(sys.argv[1])
    print(json.dumps(pod))

if __name__ == '__main__':
    with tempfile.NamedTemporaryFile('w', suffix='.yaml') as file:
        file.write(KUBECONFIG)
        file.flush()
        os.environ['KUBECONFIG'] = file.name
        asyncio.run(main())

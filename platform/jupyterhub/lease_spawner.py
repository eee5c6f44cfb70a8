"""A pod a lease: its own folder of the shared volume and nothing else of it, no rights in the cluster, no way out of its network."""

import os

from kubespawner import KubeSpawner
from traitlets import Unicode

SERVER = ['/opt/venv/bin/jupyterhub-singleuser', '--config=/opt/millrace/server_config.py']
HOME, EVENTS = '/home/lease', '/run/millrace'


class LeaseSpawner(KubeSpawner):
    homes = Unicode('/srv/homes', help='Where the hub sees the shared volume; the portal places <lease>/home and <lease>/events in it.').tag(config=True)
    homes_claim = Unicode('millrace-homes', help='The claim of that volume, ReadWriteMany.').tag(config=True)

    async def start(self):
        # Kubernetes would make the folder of a lease that was removed meanwhile, empty and owned by root.
        if not os.path.isdir(os.path.join(self.homes, self.user.name, 'home')):
            raise RuntimeError(f'there is no home for {self.user.name}: it was never placed, or is removed')
        return await super().start()

    def get_env(self):
        """As on a single machine: nothing but what JupyterHub gives the server, and its places."""
        cpus = str(max(1, round(self.cpu_limit)))
        return {
            **super().get_env(),
            'HOME': HOME, 'TZ': 'UTC', 'PYTHONDONTWRITEBYTECODE': '1', 'PYTHONPATH': '/opt/millrace', 'JUPYTER_CONFIG_PATH': '/opt/millrace',
            'JUPYTER_CONFIG_DIR': '/tmp/jupyter-config', 'JUPYTER_DATA_DIR': '/tmp/jupyter-data', 'JUPYTER_RUNTIME_DIR': '/tmp/jupyter-runtime',
            'IPYTHONDIR': '/tmp/ipython', 'MPLCONFIGDIR': '/tmp/matplotlib', 'MILLRACE_EVENTS_FILE': f'{EVENTS}/events.jsonl',
            'OPENBLAS_NUM_THREADS': cpus, 'OMP_NUM_THREADS': cpus,
        }


def confine(c):
    """What a pod may: the same as a confined server of a single machine (platform/notebooks/README.md), said in Kubernetes' words."""
    spawner = c.LeaseSpawner
    spawner.cmd = SERVER
    spawner.notebook_dir = HOME
    spawner.working_dir = HOME
    spawner.pod_name_template = 'notebook-{username}'
    spawner.common_labels = {'app.kubernetes.io/part-of': 'millrace'}
    spawner.extra_labels = {'millrace.io/lease': '{username}', 'millrace.io/confined': 'true'}
    # No claim of its own: the portal places, LISTs and deletes the homes itself, so that their removal is proven without rights here.
    spawner.storage_pvc_ensure = False
    claim = {'name': 'homes', 'persistentVolumeClaim': {'claimName': LeaseSpawner.homes_claim.default_value}}
    spawner.volumes = [claim, {'name': 'scratch', 'emptyDir': {'sizeLimit': '512Mi'}}]
    spawner.volume_mounts = [
        {'name': 'homes', 'mountPath': HOME, 'subPath': '{username}/home'},
        {'name': 'homes', 'mountPath': EVENTS, 'subPath': '{username}/events'},
        {'name': 'scratch', 'mountPath': '/tmp'},
    ]
    # The user that the portal's workers run as: what they place is readable, and nothing is owned by root.
    spawner.uid = spawner.gid = 1000
    spawner.allow_privilege_escalation = False
    spawner.container_security_context = {
        'runAsNonRoot': True, 'readOnlyRootFilesystem': True, 'capabilities': {'drop': ['ALL']}, 'seccompProfile': {'type': 'RuntimeDefault'},
    }
    spawner.automount_service_account_token = False
    spawner.extra_pod_config = {'enableServiceLinks': False, 'hostname': 'notebook'}
    spawner.cpu_limit, spawner.cpu_guarantee = 1, 0.1
    spawner.mem_limit, spawner.mem_guarantee = '2G', '256M'
    spawner.extra_resource_limits = {'ephemeral-storage': '1Gi'}
    spawner.start_timeout = 120
    spawner.http_timeout = 60

"""The hub in a cluster: the portal's rules of platform/notebooks, a pod a lease. Loaded by the chart's `hub.extraConfig` (values.yaml)."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.environ.get('MILLRACE_NOTEBOOKS_DIR', os.path.join(HERE, '../notebooks'))]

from lease_spawner import LeaseSpawner, confine  # noqa: E402
from portal_hub import connect_portal  # noqa: E402

c = get_config()  # noqa: F821
connect_portal(c)
c.JupyterHub.spawner_class = LeaseSpawner
c.LeaseSpawner.image = os.environ['MILLRACE_NOTEBOOK_IMAGE']
confine(c)

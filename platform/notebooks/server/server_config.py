"""Only what a notebook needs: each extension costs a second at the start. Tracking: millrace_track.py."""

import os

c = get_config()  # noqa: F821
# Left for so long, a server ends; opening notebooks in the portal starts it again with the same files.
idle = int(os.environ.get('MILLRACE_IDLE_SECONDS', 4 * 3600))

c.ServerApp.jpserver_extensions = {
    'jupyterlab': True,
    'millrace_track': True,
    'jupyter_lsp': False,
    'jupyter_server_terminals': False,
    'notebook_shim': False,
    'nbclassic': False,
}
c.ServerApp.terminals_enabled = False
c.ServerApp.allow_remote_access = True
c.ServerApp.quit_button = False
c.MappingKernelManager.cull_idle_timeout = min(3600, idle)
c.MappingKernelManager.cull_interval = min(300, idle)
c.MappingKernelManager.default_kernel_name = 'python3'
# A kernel left alone too long answers a removed session for as long as this cache lives.
c.HubOAuth.cache_max_age = 10
c.HubAuth.cache_max_age = 10
c.ServerApp.shutdown_no_activity_timeout = idle
c.LabApp.news_url = None
c.LabApp.extra_labextensions_path = ['/opt/millrace/labextensions']
c.LabApp.extension_manager = 'readonly'

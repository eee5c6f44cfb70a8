"""A person's notebook server, on a port that was opened before the network was taken away."""

import os
import shutil
import socket
import sys

import tornado.tcpserver

LISTENING = socket.socket(fileno=int(os.environ.pop('MILLRACE_LISTENING_FD')))
LISTENING.setblocking(False)
# Opened in here, the port would be one of this server's own loopback, which nobody outside can reach.
tornado.tcpserver.bind_sockets = lambda *_args, **_options: [LISTENING]

# Found at installation, so that the first chart does not search the fonts.
FONTS = os.path.join(sys.prefix, 'share/millrace/matplotlib')
if os.path.isdir(FONTS):
    shutil.copytree(FONTS, os.environ['MPLCONFIGDIR'], dirs_exist_ok=True)

from jupyterhub.singleuser.extension import main  # noqa: E402

if __name__ == '__main__':
    main()

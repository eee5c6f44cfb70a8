"""Records which notebooks were opened and that cells ran, for the person's own progress and the funnel. Never their code.

One JSON object a line in MILLRACE_EVENTS_FILE: {at, kind: 'opened'|'ran'|'failed', path?, kernel?}. The person could
forge it: it counts engagement and decides nothing.
"""

import json
import os
import time

from zmq.eventloop.zmqstream import ZMQStream

# Beyond this the file says nothing new.
MOST_BYTES = 1_000_000
KINDS = {'execute_input': 'ran', 'error': 'failed'}


def _jupyter_server_extension_points():
    return [{'module': 'millrace_track'}]


def _load_jupyter_server_extension(app):
    _watch_sessions(app.session_manager)
    _watch_kernels(app.kernel_manager)


def _record(kind, **fields):
    with open(os.environ['MILLRACE_EVENTS_FILE'], 'a') as file:
        if file.tell() < MOST_BYTES:
            file.write(json.dumps({'at': round(time.time(), 3), 'kind': kind, **fields}) + '\n')


def _watch_sessions(manager):
    """An opened notebook asks for a session; the server's own `get` event also comes for each file of a listed folder."""
    create_session = manager.create_session

    async def create(path=None, name=None, *args, **options):
        session = await create_session(path, name, *args, **options)
        # Lab gives a session a random path and the file's name; other clients give the path itself.
        file = next((value for value in (path, name) if value and value.endswith('.ipynb')), None)
        if file:
            _record('opened', path=file.lstrip('/'))
        return session

    manager.create_session = create


def _watch_kernels(manager):
    """There is no event for a cell that ran: listen beside the server. Tested with the pinned jupyter_server."""
    watch_activity = manager.start_watching_activity

    def watch(kernel_id):
        watch_activity(kernel_id)
        kernel = manager.get_kernel(kernel_id)
        stream = kernel.connect_iopub()
        stream = stream if isinstance(stream, ZMQStream) else ZMQStream(stream)

        def received(frames):
            session = kernel.session
            message = session.deserialize(session.feed_identities(frames)[1], content=False)
            kind = KINDS.get(message['header']['msg_type'])
            if kind:
                _record(kind, kernel=kernel_id)

        stream.on_recv(received)
        kernel.millrace_stream = stream

    manager.start_watching_activity = watch

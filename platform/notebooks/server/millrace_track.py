"""Records which notebooks were opened and that cells ran, for the person's own progress and the funnel. Never their code.

One JSON object a line in MILLRACE_EVENTS_FILE: {at, kind: 'opened'|'ran'|'failed', path?, kernel?}. The person could
forge it: it counts engagement and decides nothing.
"""

import json
import os
import time

from zmq.eventloop.zmqstream import ZMQStream

CONTENTS = 'https://events.jupyter.org/jupyter_server/contents_service/v1'
# Beyond this the file says nothing new.
MOST_BYTES = 1_000_000
KINDS = {'execute_input': 'ran', 'error': 'failed'}


def _jupyter_server_extension_points():
    return [{'module': 'millrace_track'}]


def _load_jupyter_server_extension(app):
    app.event_logger.add_listener(schema_id=CONTENTS, listener=_opened)
    _watch_kernels(app.kernel_manager)


def _record(kind, **fields):
    with open(os.environ['MILLRACE_EVENTS_FILE'], 'a') as file:
        if file.tell() < MOST_BYTES:
            file.write(json.dumps({'at': round(time.time(), 3), 'kind': kind, **fields}) + '\n')


async def _opened(logger, schema_id, data):
    path = data.get('path') or ''
    if data.get('action') == 'get' and path.endswith('.ipynb'):
        _record('opened', path=path.lstrip('/'))


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

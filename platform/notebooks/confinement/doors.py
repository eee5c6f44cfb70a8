"""The ways out of a confined server: its connections to the hub, and to the few ports that were named. It has no other network."""

import fcntl
import socket
import struct
import threading

# More than a server ever needs, so that a flood of connections stays small out here.
CONNECTIONS = threading.BoundedSemaphore(32)


def raise_loopback():
    """A new network namespace begins with its loopback down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        set_flags, up_and_running = 0x8914, 0x1 | 0x40
        fcntl.ioctl(handle, set_flags, struct.pack('16sh14x', b'lo', up_and_running))


def listen(port):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('127.0.0.1', port))
    listener.listen(128)
    return listener


def serve(listener, port):
    """Passes each connection on to 127.0.0.1:`port` outside, from a thread of its own."""
    threading.Thread(target=_accept, args=(listener, port), daemon=True).start()


def _accept(listener, port):
    while True:
        CONNECTIONS.acquire()
        inside, _ = listener.accept()
        threading.Thread(target=_connect, args=(inside, port), daemon=True).start()


def _connect(inside, port):
    try:
        # Plain calls only: after the change of user Python's own files may be out of reach for a late import.
        with inside, socket.socket(socket.AF_INET, socket.SOCK_STREAM) as outside:
            outside.connect(('127.0.0.1', port))
            back = threading.Thread(target=_pump, args=(outside, inside), daemon=True)
            back.start()
            _pump(inside, outside)
            back.join()
    except OSError:
        pass
    finally:
        CONNECTIONS.release()


def _pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    finally:
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_WR if end is target else socket.SHUT_RD)
            except OSError:
                pass

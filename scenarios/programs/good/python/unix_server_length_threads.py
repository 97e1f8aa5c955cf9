"""Uppercase server over a Unix stream socket: a 4-byte big-endian length before each message, a thread a client.

Usage: unix_server_length_threads.py PATH
"""

import os
import socket
import stat
import struct
import sys
import threading

MESSAGE_LIMIT_BYTES = 1 << 20
IDLE_SECONDS = 60.0


def receive_exactly(client, count):
    """Returns `count` bytes, or None when the client ended before."""
    parts = []
    while count > 0:
        part = client.recv(min(count, 65536))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def answer(message):
    return message.upper() if message.isascii() else b"ERROR only ASCII is understood"


def send_message(client, message):
    client.sendall(struct.pack(">I", len(message)) + message)


def serve(client):
    while header := receive_exactly(client, 4):
        (count,) = struct.unpack(">I", header)
        if count > MESSAGE_LIMIT_BYTES:
            send_message(client, b"ERROR the message is too long")
            drain(client)
            return
        message = receive_exactly(client, count)
        if message is None:
            return  # a part of a message is no message
        send_message(client, answer(message))


def drain(client):
    """Reads on to the client's end: closing over unread bytes would reset and destroy the reply."""
    client.shutdown(socket.SHUT_WR)
    client.settimeout(2.0)
    while client.recv(65536):
        pass


def handle(client):
    with client:
        client.settimeout(IDLE_SECONDS)
        try:
            serve(client)
        except OSError as error:
            print(f"client lost: {error}", file=sys.stderr)


def remove_leftover(path):
    """Removes the socket of an earlier run, and nothing else."""
    if os.path.exists(path) and stat.S_ISSOCK(os.stat(path).st_mode):
        os.unlink(path)


def main(path):
    remove_leftover(path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(128)
        while True:
            client, _ = listener.accept()
            threading.Thread(target=handle, args=(client,), daemon=True).start()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: unix_server_length_threads.py PATH")
    try:
        main(sys.argv[1])
    except OSError as error:
        sys.exit(f"unix_server_length_threads: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

"""Uppercase server over TCP: messages of exactly 16 bytes, a thread a client.

Bug (unread-data-reset): looks first whether a whole message is there, and closes over the part of one without
reading it.

Usage: tcp_server_fixed_threads_unread_data_reset.py HOST PORT
"""

import fcntl
import select
import socket
import struct
import sys
import termios
import threading

MESSAGE_BYTES = 16
IDLE_SECONDS = 60
NOT_ASCII = b"ERROR: not ASCII"


def receive_message(client):
    """Returns 16 bytes, or None when the client has ended."""
    select.select([client], [], [], IDLE_SECONDS)
    waiting = fcntl.ioctl(client, termios.FIONREAD, struct.pack("i", 0))
    if struct.unpack("i", waiting)[0] < MESSAGE_BYTES:
        return None  # a part of a message is no message
    return client.recv(MESSAGE_BYTES)


def serve(client):
    while message := receive_message(client):
        client.sendall(message.upper() if message.isascii() else NOT_ASCII)


def handle(client):
    with client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, MESSAGE_BYTES)
        try:
            serve(client)
        except OSError as error:
            print(f"client lost: {error}", file=sys.stderr)


def main(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=128) as listener:
        while True:
            client, _ = listener.accept()
            threading.Thread(target=handle, args=(client,), daemon=True).start()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_server_fixed_threads_unread_data_reset.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_server_fixed_threads_unread_data_reset: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

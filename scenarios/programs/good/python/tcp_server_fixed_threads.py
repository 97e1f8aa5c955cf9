"""Uppercase server over TCP: messages of exactly 16 bytes, recv_into() one buffer, a thread a client.

Usage: tcp_server_fixed_threads.py HOST PORT
"""

import socket
import sys
import threading

MESSAGE_BYTES = 16
IDLE_SECONDS = 60.0
NOT_ASCII = b"ERROR: not ASCII"


def receive_message(client):
    """Returns 16 bytes, or None when the client has ended."""
    buffer = bytearray(MESSAGE_BYTES)
    filled = 0
    while filled < MESSAGE_BYTES:
        received = client.recv_into(memoryview(buffer)[filled:])
        if received == 0:
            return None  # a part of a message is no message
        filled += received
    return bytes(buffer)


def serve(client):
    while message := receive_message(client):
        client.sendall(message.upper() if message.isascii() else NOT_ASCII)


def handle(client):
    with client:
        client.settimeout(IDLE_SECONDS)
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
        sys.exit("usage: tcp_server_fixed_threads.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_server_fixed_threads: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

"""Uppercase server over TCP: a message a line, one message a connection, a thread a client.

Usage: tcp_server_line_once.py HOST PORT
"""

import socket
import sys
import threading

MESSAGE_LIMIT_BYTES = 1 << 20
IDLE_SECONDS = 60.0


def answer(message):
    return message.upper() if message.isascii() else b"ERROR only ASCII is understood"


def receive_line(client):
    """The line without its newline; nothing where the client ends before it."""
    received = bytearray()
    while (end := received.find(b"\n")) < 0:
        if len(received) > MESSAGE_LIMIT_BYTES:
            raise ValueError("the message is too long")
        chunk = client.recv(4096)
        if not chunk:
            return None
        received += chunk
    return bytes(received[:end])


def serve(client):
    try:
        message = receive_line(client)
    except ValueError as error:
        client.sendall(f"ERROR {error}\n".encode())
    else:
        if message is not None:
            client.sendall(answer(message) + b"\n")
    drain(client)


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


def main(host, port):
    with socket.create_server((host, port), backlog=128) as listener:
        while True:
            client, _ = listener.accept()
            threading.Thread(target=handle, args=(client,), daemon=True).start()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_server_line_once.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_server_line_once: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

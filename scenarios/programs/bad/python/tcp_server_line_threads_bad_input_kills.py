"""Uppercase server over TCP: a message a line, a thread a client.

Bug (bad-input-kills): a connection that is lost ends the whole service, not only its own thread.

Usage: tcp_server_line_threads_bad_input_kills.py HOST PORT
"""

import os
import socket
import sys
import threading

MESSAGE_LIMIT_BYTES = 1 << 20
IDLE_SECONDS = 60.0


def answer(message):
    return message.upper() if message.isascii() else b"ERROR only ASCII is understood"


def serve(client):
    """Answers line after line; what a client leaves without a newline is no message."""
    buffered = bytearray()
    while chunk := client.recv(65536):
        searched = len(buffered)
        buffered += chunk
        while (end := buffered.find(b"\n", searched)) >= 0:
            client.sendall(answer(bytes(buffered[:end])) + b"\n")
            del buffered[: end + 1]
            searched = 0
        if len(buffered) > MESSAGE_LIMIT_BYTES:
            client.sendall(b"ERROR the message is too long\n")
            drain(client)
            return


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
            print(f"client lost: {error}", file=sys.stderr, flush=True)
            os._exit(1)


def main(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=128) as listener:
        while True:
            client, _ = listener.accept()
            threading.Thread(target=handle, args=(client,), daemon=True).start()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_server_line_threads_bad_input_kills.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_server_line_threads_bad_input_kills: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

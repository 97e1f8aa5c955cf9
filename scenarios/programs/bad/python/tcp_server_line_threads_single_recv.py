"""Uppercase server over TCP: a message a line, a thread a client.

Bug (single-recv): takes each recv() as one whole message.

Usage: tcp_server_line_threads_single_recv.py HOST PORT
"""

import socket
import sys
import threading

MESSAGE_LIMIT_BYTES = 1 << 20
IDLE_SECONDS = 60.0


def answer(message):
    return message.upper() if message.isascii() else b"ERROR only ASCII is understood"


def serve(client):
    while message := client.recv(MESSAGE_LIMIT_BYTES + 1):
        client.sendall(answer(message.rstrip(b"\n")) + b"\n")


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
        sys.exit("usage: tcp_server_line_threads_single_recv.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_server_line_threads_single_recv: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

"""Uppercase client over TCP: one connection a message, which its shut-down ends; a slow reader beside a writer thread.

Usage: tcp_client_eof_slow.py HOST PORT < messages
"""

import socket
import sys
import threading
import time

DEADLINE_SECONDS = 2.0
PAUSE_SECONDS = 0.001


def send(sock, message):
    try:
        sock.sendall(message)
        sock.shutdown(socket.SHUT_WR)
    except OSError as error:
        print(f"tcp_client_eof_slow: the message did not leave: {error}", file=sys.stderr)


def receive_to_end(sock, deadline):
    reply = bytearray()
    while True:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("no whole reply in time")
        sock.settimeout(remaining)
        chunk = sock.recv(8192)
        if not chunk:
            return bytes(reply)
        reply += chunk
        time.sleep(PAUSE_SECONDS)


def ask(host, port, message):
    deadline = time.monotonic() + DEADLINE_SECONDS
    with socket.create_connection((host, port), DEADLINE_SECONDS) as sock:
        writer = threading.Thread(target=send, args=(sock.dup(), message), daemon=True)
        writer.start()
        reply = receive_to_end(sock, deadline)
    if len(reply) != len(message):  # uppercase ASCII keeps its length, so a FIN that came early shows
        raise ConnectionError(f"the reply has {len(reply)} bytes, not {len(message)}")
    return reply


def main(host, port):
    for line in sys.stdin.buffer:
        reply = ask(host, port, line.rstrip(b"\n"))
        print(f"{host}:{port} -> {reply.decode('ascii')}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_eof_slow.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_eof_slow: {error}")

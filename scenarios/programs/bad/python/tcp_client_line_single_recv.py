"""Uppercase client over TCP: a message a line.

Bug (single-recv): takes one recv() as the whole reply.

Usage: tcp_client_line_single_recv.py HOST PORT < messages
"""

import socket
import sys

DEADLINE_SECONDS = 2.0


def receive_line(sock):
    reply = sock.recv(2 * 1024 * 1024)
    if not reply:
        raise ConnectionError("the server closed the connection before its reply")
    return reply.rstrip(b"\n")


def main(host, port):
    with socket.create_connection((host, port), DEADLINE_SECONDS) as sock:
        for line in sys.stdin.buffer:
            sock.settimeout(DEADLINE_SECONDS)
            sock.sendall(line.rstrip(b"\n") + b"\n")
            print(receive_line(sock).decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_line_single_recv.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_single_recv: {error}")

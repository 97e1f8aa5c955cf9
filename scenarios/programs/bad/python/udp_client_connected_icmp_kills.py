"""Uppercase client over UDP: a new connected socket for every message, retries with backoff.

The kernel keeps strangers out of a connected socket, and what comes late for one message dies with its socket.

Bug (icmp-kills): one ICMP port unreachable ends it, although the server may come up in a moment.

Usage: udp_client_connected_icmp_kills.py HOST PORT < messages
"""

import socket
import sys
import time

FIRST_WAIT_SECONDS = 0.3
BACKOFF = 1.6
TRIES = 4


def receive(sock, deadline):
    """Returns the reply, or None when the deadline has passed without one."""
    while (remaining := deadline - time.monotonic()) > 0:
        sock.settimeout(remaining)
        try:
            reply = sock.recv(65535)
        except TimeoutError:
            return None
        if reply:  # an empty datagram answers nothing
            return reply
    return None


def ask(host, port, message):
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as sock:
        sock.connect(address)
        wait = FIRST_WAIT_SECONDS
        for _ in range(TRIES):
            sock.send(message)
            reply = receive(sock, time.monotonic() + wait)
            if reply is not None:
                return reply
            wait *= BACKOFF
    raise TimeoutError(f"no reply after {TRIES} tries")


def main(host, port):
    for line in sys.stdin.buffer:
        print(ask(host, port, line.rstrip(b"\n")).decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_client_connected_icmp_kills.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_client_connected_icmp_kills: {error}")

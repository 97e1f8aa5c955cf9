"""Uppercase client over UDP: a new connected socket for every message.

The kernel keeps strangers out of a connected socket, and what comes late for one message dies with its socket.

Bug (no-retry): asks once.

Usage: udp_client_connected_no_retry.py HOST PORT < messages
"""

import socket
import sys
import time

WAIT_SECONDS = 2.0


def receive(sock, deadline):
    """Returns the reply, or None when the deadline has passed without one."""
    while (remaining := deadline - time.monotonic()) > 0:
        sock.settimeout(remaining)
        try:
            reply = sock.recv(65535)
        except ConnectionRefusedError:
            continue  # an old ICMP error says nothing about this wait
        except TimeoutError:
            return None
        if reply:  # an empty datagram answers nothing
            return reply
    return None


def ask(host, port, message):
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as sock:
        sock.connect(address)
        sock.send(message)
        reply = receive(sock, time.monotonic() + WAIT_SECONDS)
        if reply is not None:
            return reply
    raise TimeoutError("no reply in time")


def main(host, port):
    for line in sys.stdin.buffer:
        print(ask(host, port, line.rstrip(b"\n")).decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_client_connected_no_retry.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_client_connected_no_retry: {error}")

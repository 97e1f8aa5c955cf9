"""Uppercase client over UDP: an unconnected socket for every try, so that what comes late for one try meets no other.

Bug (host-unchecked): compares the port of a reply, not its host.

Usage: udp_client_socket_per_try_host_unchecked.py HOST PORT < messages
"""

import contextlib
import selectors
import socket
import sys
import time

WAITS_SECONDS = (0.4, 0.8, 1.6)


def attempt(family, server, message, wait):
    deadline = time.monotonic() + wait
    with socket.socket(family, socket.SOCK_DGRAM) as sock, selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        sock.sendto(message, server)
        while selector.select(max(deadline - time.monotonic(), 0)):
            with contextlib.suppress(BlockingIOError):
                reply, source = sock.recvfrom(65535, socket.MSG_DONTWAIT)
                if source[1] == server[1] and reply:
                    return reply
    return None


def main(host, port):
    family, _, _, _, server = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    number = 0
    for line in sys.stdin.buffer:
        number += 1
        for wait in WAITS_SECONDS:
            reply = attempt(family, server, line.rstrip(b"\n"), wait)
            if reply is not None:
                print(f"[{number}] {reply.decode('ascii')}", flush=True)
                break
        else:
            sys.exit(f"udp_client_socket_per_try_host_unchecked: no reply to message {number}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_client_socket_per_try_host_unchecked.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_client_socket_per_try_host_unchecked: {error}")

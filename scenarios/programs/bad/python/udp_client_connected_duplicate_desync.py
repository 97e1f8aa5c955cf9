"""Uppercase client over UDP: one connected socket, retries with backoff on a new one.

Bug (duplicate-desync): one socket serves all messages, and a second copy of a reply is taken for the next
one.

Usage: udp_client_connected_duplicate_desync.py HOST PORT < messages
"""

import socket
import sys
import time

FIRST_WAIT_SECONDS = 0.3
BACKOFF = 1.6
TRIES = 4


def send(sock, message):
    try:
        sock.send(message)
    except ConnectionRefusedError:
        sock.send(message)  # that was the ICMP error of the try before; this one leaves


def receive(sock, deadline):
    """Returns the reply, or None when the deadline has passed without one."""
    while (remaining := deadline - time.monotonic()) > 0:
        sock.settimeout(remaining)
        try:
            reply = sock.recv(65535)
        except ConnectionRefusedError:
            continue  # nobody listens there yet; wait for the next try
        except TimeoutError:
            return None
        if reply:  # an empty datagram answers nothing
            return reply
    return None


def connect(host, port):
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    sock = socket.socket(family, kind, protocol)
    sock.connect(address)
    return sock


def main(host, port):
    sock = connect(host, port)
    for line in sys.stdin.buffer:
        wait = FIRST_WAIT_SECONDS
        for _ in range(TRIES):
            send(sock, line.rstrip(b"\n"))
            reply = receive(sock, time.monotonic() + wait)
            if reply is not None:
                break
            sock.close()
            sock = connect(host, port)  # what still comes for this try must not meet the next
            wait *= BACKOFF
        else:
            raise TimeoutError(f"no reply after {TRIES} tries")
        print(reply.decode("ascii"), flush=True)
    sock.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_client_connected_duplicate_desync.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_client_connected_duplicate_desync: {error}")

"""Uppercase client over UDP: a new connected socket for every message, retries while the port is closed.

The kernel keeps strangers out of a connected socket, and what comes late for one message dies with its socket.

Bug (loss-hang): waits for ever for a reply that was lost.

Usage: udp_client_connected_loss_hang.py HOST PORT < messages
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


def receive(sock):
    """Returns the reply, or None when nobody listens there."""
    while True:
        try:
            reply = sock.recv(65535)
        except ConnectionRefusedError:
            return None
        if reply:  # an empty datagram answers nothing
            return reply


def ask(host, port, message):
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as sock:
        sock.connect(address)
        wait = FIRST_WAIT_SECONDS
        for _ in range(TRIES):
            send(sock, message)
            reply = receive(sock)
            if reply is not None:
                return reply
            time.sleep(wait)
            wait *= BACKOFF
    raise TimeoutError(f"no reply after {TRIES} tries")


def main(host, port):
    for line in sys.stdin.buffer:
        print(ask(host, port, line.rstrip(b"\n")).decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_client_connected_loss_hang.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_client_connected_loss_hang: {error}")

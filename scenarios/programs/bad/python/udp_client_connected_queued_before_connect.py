"""Uppercase client over UDP: a new connected socket for every message, retries with backoff.

What comes late for one message dies with its socket.

Bug (queued-before-connect): binds first and connects later; what came between is still in the queue.

Usage: udp_client_connected_queued_before_connect.py HOST PORT < messages
"""

import socket
import sys
import time

FIRST_WAIT_SECONDS = 0.3
BACKOFF = 1.6
TRIES = 4
START_SECONDS = 0.2  # clients that are started together need not ask in the same moment


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


def ask(sock, host, port, message):
    sock.connect(socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0][4])
    wait = FIRST_WAIT_SECONDS
    for _ in range(TRIES):
        send(sock, message)
        reply = receive(sock, time.monotonic() + wait)
        if reply is not None:
            return reply
        wait *= BACKOFF
    raise TimeoutError(f"no reply after {TRIES} tries")


def main(host, port):
    own = ("::" if ":" in host else "", 0)
    while True:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.bind(own)  # early, so that its port can be shown before the message is typed
            print("from port", sock.getsockname()[1], file=sys.stderr, flush=True)
            line = sys.stdin.buffer.readline()
            if not line:
                return
            time.sleep(START_SECONDS)
            print(ask(sock, host, port, line.rstrip(b"\n")).decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_client_connected_queued_before_connect.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_client_connected_queued_before_connect: {error}")

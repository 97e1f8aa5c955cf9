"""Uppercase client over UDP: one socket a message, many servers, each reply's address is matched.

A message goes to every server that is given; a server leaves the list of those awaited with its first reply.

Bug (port-unchecked): compares the host of a reply, not its port.

Usage: udp_client_matching_port_unchecked.py HOST PORT [HOST PORT]... < messages
"""

import socket
import sys
import time

WAITS_SECONDS = (0.3, 0.5, 0.8, 1.2)


def resolve(words):
    """Turns HOST PORT pairs into addresses as recvfrom() shows them, all of one family."""
    pairs = zip(words[::2], words[1::2])
    found = [socket.getaddrinfo(host, int(port), type=socket.SOCK_DGRAM)[0] for host, port in pairs]
    return found[0][0], list(dict.fromkeys(info[4] for info in found))


def receive(sock, pending, deadline):
    """Returns the next reply with its address, or None at the deadline; strangers do not end the wait."""
    while (remaining := deadline - time.monotonic()) > 0:
        sock.settimeout(remaining)
        try:
            reply, address = sock.recvfrom(65535)
        except TimeoutError:
            return None
        if address[0] not in {host for host, *_ in pending}:
            print(f"ignored a datagram from {address[0]}:{address[1]}", file=sys.stderr)
        elif reply:  # an empty datagram answers nothing
            return reply, address
    return None


def ask(family, servers, message):
    """Yields a reply and its address for each server, in the order in which they come."""
    pending = list(servers)
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        for wait in WAITS_SECONDS:
            for address in pending:
                sock.sendto(message, address)
            deadline = time.monotonic() + wait
            while pending and (received := receive(sock, pending, deadline)):
                reply, (replied, *_) = received
                server = next(address for address in pending if address[0] == replied)
                pending.remove(server)
                yield reply, server
            if not pending:
                return
    raise TimeoutError(f"{len(pending)} of {len(servers)} servers did not reply")


def main(words):
    family, servers = resolve(words)
    for line in sys.stdin.buffer:
        for reply, (host, port, *_) in ask(family, servers, line.rstrip(b"\n")):
            print(f"The server {host}:{port} replied with {reply.decode('ascii')!r}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 3 or len(sys.argv) % 2 == 0:
        sys.exit("usage: udp_client_matching_port_unchecked.py HOST PORT [HOST PORT]... < messages")
    try:
        main(sys.argv[1:])
    except (OSError, ValueError) as error:
        sys.exit(f"udp_client_matching_port_unchecked: {error}")

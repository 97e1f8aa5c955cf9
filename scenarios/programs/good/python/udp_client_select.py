"""Uppercase client over UDP: one unconnected socket for all messages, select(), nothing printed before the end.

A datagram counts only if it comes from the server and says what the message asked now has to become, so strangers,
copies and late replies are passed over.

Usage: udp_client_select.py HOST PORT < messages
"""

import select
import socket
import sys
import time

WAITS_SECONDS = (0.25, 0.5, 1.0)


def receive(sock, server, wanted, deadline):
    """Whether the wanted reply came in time."""
    while (remaining := deadline - time.monotonic()) > 0:
        readable, _, _ = select.select([sock], [], [], remaining)
        if not readable:
            return False
        try:
            reply, source = sock.recvfrom(65536)
        except BlockingIOError:
            continue  # select() may be wrong: a datagram with a bad checksum is dropped by the read
        if source == server and reply == wanted:
            return True
    return False


def main(host, port):
    family, kind, protocol, _, server = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    answers = []
    with socket.socket(family, kind, protocol) as sock:
        sock.setblocking(False)
        for message in sys.stdin.buffer.read().splitlines():
            for wait in WAITS_SECONDS:
                sock.sendto(message, server)
                if receive(sock, server, message.upper(), time.monotonic() + wait):
                    answers.append(message.upper().decode("ascii"))
                    break
            else:
                raise TimeoutError(f"no reply to message {len(answers) + 1}")
    for answer in answers:
        print(answer)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_client_select.py HOST PORT < messages")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_client_select: {error}")

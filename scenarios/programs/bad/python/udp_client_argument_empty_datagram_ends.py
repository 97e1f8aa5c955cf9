"""Uppercase client over UDP: one message, given as an argument; an alarm ends each wait.

Bug (empty-datagram-ends): an empty datagram is taken for the end.

Usage: udp_client_argument_empty_datagram_ends.py HOST PORT MESSAGE
"""

import signal
import socket
import sys

TRIES = 4
SECONDS_A_TRY = 0.4


class TryIsOver(Exception):
    pass


def ring(_signal, _frame):
    raise TryIsOver


def receive(sock):
    while True:
        try:
            reply = sock.recvmsg(65535)[0]
        except ConnectionRefusedError:
            continue  # nobody listens there yet
        if not reply:
            raise EOFError("the server said goodbye")
        return reply


def main(host, port, message):
    family, kind, protocol, _, server = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    signal.signal(signal.SIGALRM, ring)
    with socket.socket(family, kind, protocol) as sock:
        sock.connect(server)
        for _ in range(TRIES):
            signal.setitimer(signal.ITIMER_REAL, SECONDS_A_TRY)
            try:
                sock.send(message)
                reply = receive(sock)
                signal.setitimer(signal.ITIMER_REAL, 0)
                print("reply:", reply.decode("ascii"))
                return
            except TryIsOver:
                print("no reply yet", file=sys.stderr)
            except ConnectionRefusedError:
                print("an ICMP error of the try before", file=sys.stderr)
    raise TimeoutError(f"no reply after {TRIES} tries")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: udp_client_argument_empty_datagram_ends.py HOST PORT MESSAGE")
    try:
        main(sys.argv[1], int(sys.argv[2]), sys.argv[3].encode("ascii"))
    except (OSError, ValueError, EOFError) as error:
        sys.exit(f"udp_client_argument_empty_datagram_ends: {error}")

"""Uppercase client over Unix datagram sockets: a bound and connected socket for every message.

Bug (loss-hang): waits for ever for a reply that was lost.

Usage: unix_datagram_client_loss_hang.py PATH < messages
"""

import os
import socket
import sys
import tempfile


def receive(sock):
    while True:
        reply = sock.recv(65535)
        if reply:  # an empty datagram answers nothing
            return reply


def ask(server, own, message):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.bind(own)  # a server can answer only a socket that has a name
        sock.connect(server)  # and from now on only that server can write to it
        sock.send(message)
        return receive(sock)


def main(server):
    with tempfile.TemporaryDirectory(prefix="uppercase-") as directory:
        for number, line in enumerate(sys.stdin.buffer):
            reply = ask(server, os.path.join(directory, str(number)), line.rstrip(b"\n"))
            print("Server says:", reply.decode("ascii"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: unix_datagram_client_loss_hang.py PATH < messages")
    try:
        main(sys.argv[1])
    except (OSError, ValueError) as error:
        sys.exit(f"unix_datagram_client_loss_hang: {error}")

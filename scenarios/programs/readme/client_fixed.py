"""The same client with its socket bugs mended: a reply ends with its newline, and has two seconds to come."""

import socket
import sys
import time

host, port = sys.argv[1], int(sys.argv[2])


def read_line(sock):
    deadline = time.monotonic() + 2
    line = b""
    while not line.endswith(b"\n"):
        sock.settimeout(max(deadline - time.monotonic(), 0.001))
        piece = sock.recv(65536)  # whatever has come: a part of the reply, or all of it
        if not piece:
            sys.exit("The server closed the connection in the middle of a reply.")
        line += piece
    return line.decode().strip()


try:
    with socket.create_connection((host, port), timeout=2) as sock:
        for line in sys.stdin:
            sock.sendall(line.encode())
            print(read_line(sock))
except (OSError, ValueError) as error:
    sys.exit(f"No reply: {error}")

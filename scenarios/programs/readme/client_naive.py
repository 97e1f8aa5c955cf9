"""A first TCP client: sends each line of its input and prints the reply."""

import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])

with socket.create_connection((host, port)) as sock:
    for line in sys.stdin:
        sock.sendall(line.encode())
        reply = sock.recv(1024)
        print(reply.decode().strip())

"""Uppercase server over TCP: one message a connection, which the client's shut-down ends; socketserver with threads.

Bug (write-deadlock): every piece is answered before the next is read, to a client that may not read yet.

Usage: tcp_server_eof_socketserver_write_deadlock.py HOST PORT
"""

import socket
import socketserver
import sys

IDLE_SECONDS = 60.0
SEND_BUFFER_BYTES = 16384  # little waits in the kernel, where it cannot be taken back


def answer(message):
    return message.upper() if message.isascii() else b"ERROR only ASCII is understood"


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.settimeout(IDLE_SECONDS)
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        while chunk := self.request.recv(65536):
            self.request.sendall(answer(chunk))


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        print(f"client {client_address} lost: {sys.exception()}", file=sys.stderr)


def main(host, port):
    if ":" in host:
        Server.address_family = socket.AF_INET6
    with Server((host, port), Handler) as server:
        server.serve_forever()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_server_eof_socketserver_write_deadlock.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_server_eof_socketserver_write_deadlock: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

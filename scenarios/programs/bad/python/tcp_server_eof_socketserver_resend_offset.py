"""Uppercase server over TCP: one message a connection, which the client's shut-down ends; socketserver with threads.

Bug (resend-offset): after a partial send() it sends as many bytes as are left, but from the start.

Usage: tcp_server_eof_socketserver_resend_offset.py HOST PORT
"""

import socket
import socketserver
import sys

MESSAGE_LIMIT_BYTES = 1 << 20
IDLE_SECONDS = 60.0
SEND_BUFFER_BYTES = 16384  # little waits in the kernel, where it cannot be taken back


def answer(message):
    if len(message) > MESSAGE_LIMIT_BYTES:
        return b"ERROR the message is too long"
    return message.upper() if message.isascii() else b"ERROR only ASCII is understood"


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.settimeout(IDLE_SECONDS)
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        message = bytearray()
        while chunk := self.request.recv(65536):
            if len(message) <= MESSAGE_LIMIT_BYTES:  # what is beyond is read all the same, and forgotten
                message += chunk
        reply = answer(bytes(message))
        left = len(reply)
        while left > 0:
            left -= self.request.send(reply[:left])


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
        sys.exit("usage: tcp_server_eof_socketserver_resend_offset.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_server_eof_socketserver_resend_offset: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

"""Uppercase server over TCP: a 4-byte big-endian length before each message, one thread with a selector.

Usage: tcp_server_length_selectors.py HOST PORT
"""

import selectors
import socket
import struct
import sys

MESSAGE_LIMIT_BYTES = 1 << 20
OUTPUT_LIMIT_BYTES = 1 << 22
SEND_BUFFER_BYTES = 16384  # little waits in the kernel, where it cannot be taken back
HEADER = struct.Struct(">I")


def answer(message):
    return message.upper() if message.isascii() else b"ERROR only ASCII is understood"


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.received = bytearray()
        self.unsent = bytearray()
        self.ended = False  # its FIN has come
        self.refused = False  # it gets what is in `unsent`, and nothing it sends is looked at any more

    def events(self):
        """A client that does not read its replies is not read from either."""
        reading = not self.ended and len(self.unsent) < OUTPUT_LIMIT_BYTES
        return (selectors.EVENT_READ if reading else 0) | (selectors.EVENT_WRITE if self.unsent else 0)

    def readable(self):
        chunk = self.sock.recv(65536)
        if not chunk:
            self.ended = True  # a message that is not whole stays unanswered
        elif not self.refused:
            self.received += chunk
            self.answer_messages()

    def answer_messages(self):
        while len(self.received) >= HEADER.size:
            (count,) = HEADER.unpack_from(self.received)
            if count > MESSAGE_LIMIT_BYTES:
                self.reply(b"ERROR the message is too long")
                self.refused = True
                self.received.clear()
                return
            if len(self.received) < HEADER.size + count:
                return
            self.reply(answer(bytes(self.received[HEADER.size : HEADER.size + count])))
            del self.received[: HEADER.size + count]

    def reply(self, message):
        self.unsent += HEADER.pack(len(message)) + message

    def writable(self):
        sent = self.sock.send(self.unsent)
        del self.unsent[:sent]
        if self.refused and not self.unsent:
            self.sock.shutdown(socket.SHUT_WR)


def serve(client, events):
    """Returns whether the client is still there."""
    try:
        if events & selectors.EVENT_READ:
            client.readable()
        if client.unsent:
            client.writable()
    except BlockingIOError:
        pass  # its buffer is full; the selector says when it is not
    except OSError as error:
        print(f"client lost: {error}", file=sys.stderr)
        return False
    return client.events() != 0


def accept(listener, selector):
    try:
        sock, _ = listener.accept()
    except OSError:
        return  # it has gone again
    sock.setblocking(False)
    selector.register(sock, selectors.EVENT_READ, Client(sock))


def main(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=128) as listener:
        listener.setblocking(False)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)  # for its clients
        selector = selectors.DefaultSelector()
        selector.register(listener, selectors.EVENT_READ, None)
        while True:
            for key, events in selector.select():
                if key.data is None:
                    accept(listener, selector)
                elif serve(key.data, events):
                    selector.modify(key.fileobj, key.data.events(), key.data)
                else:
                    selector.unregister(key.fileobj)
                    key.fileobj.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_server_length_selectors.py HOST PORT")
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_server_length_selectors: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

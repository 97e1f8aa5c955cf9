"""Uppercase server over TCP: a message a line, an asyncio Protocol; each answer takes a while to make.

Bug (half-close-drops-reply): the client's FIN closes the connection, answers that are still owed included.

Usage: tcp_server_line_protocol_half_close_drops_reply.py HOST PORT
"""

import asyncio
import collections
import sys

MESSAGE_LIMIT_BYTES = 1 << 20
WAITING_REQUESTS = 64
WORK_SECONDS = 0.02  # stands for a look-up in some other service


class Uppercase(asyncio.Protocol):
    def __init__(self):
        self.received = bytearray()
        self.requests = collections.deque()
        self.worker = None
        self.skipping = False  # the line that comes in is too long and has been refused

    def connection_made(self, transport):
        self.transport = transport
        self.writable = asyncio.Event()
        self.writable.set()

    def pause_writing(self):
        self.writable.clear()

    def resume_writing(self):
        self.writable.set()

    def data_received(self, data):
        self.received += data
        *lines, self.received = self.received.split(b"\n")
        for line in lines:
            if not self.skipping:
                self.requests.append(bytes(line))
            self.skipping = False
        if len(self.received) > MESSAGE_LIMIT_BYTES:
            if not self.skipping:
                self.requests.append(None)
            self.skipping = True
            self.received.clear()
        if len(self.requests) > WAITING_REQUESTS:
            self.transport.pause_reading()
        if self.requests and not self.worker:
            self.worker = asyncio.create_task(self.work())

    async def work(self):
        while self.requests:
            await asyncio.sleep(WORK_SECONDS)
            await self.writable.wait()
            self.transport.write(self.answer(self.requests.popleft()) + b"\n")
            if len(self.requests) <= WAITING_REQUESTS:
                self.transport.resume_reading()
        self.worker = None

    @staticmethod
    def answer(message):
        if message is None:
            return b"ERROR the message is too long"
        return message.upper() if message.isascii() else b"ERROR only ASCII is understood"

    def connection_lost(self, error):
        if error:
            print(f"client lost: {error}", file=sys.stderr)
        if self.worker:
            self.worker.cancel()


async def main(host, port):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Uppercase, host, port, backlog=128)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_server_line_protocol_half_close_drops_reply.py HOST PORT")
    try:
        asyncio.run(main(sys.argv[1], int(sys.argv[2])))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_server_line_protocol_half_close_drops_reply: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

"""Uppercase client over TCP: a message a line, an asyncio Protocol with a timer of its own.

Bug (reset-hang): only the server's FIN ends the wait; a lost connection stops the timer and nothing else.

Usage: tcp_client_line_protocol_reset_hang.py HOST PORT < messages
"""

import asyncio
import sys

DEADLINE_SECONDS = 2.0


class Exchange(asyncio.Protocol):
    """Asks one message after the other; `done` gets the outcome."""

    def __init__(self, messages):
        self.messages = messages
        self.replies = 0
        self.received = bytearray()
        self.done = asyncio.get_running_loop().create_future()
        self.timer = None

    def connection_made(self, transport):
        self.transport = transport
        self.ask()

    def ask(self):
        if self.timer:
            self.timer.cancel()
        if self.replies == len(self.messages):
            self.finish(None)
            return
        loop = asyncio.get_running_loop()
        self.timer = loop.call_later(DEADLINE_SECONDS, self.finish, TimeoutError("no whole reply in time"))
        self.transport.write(self.messages[self.replies] + b"\n")

    def data_received(self, data):
        self.received += data
        while not self.done.done() and (end := self.received.find(b"\n")) >= 0:
            print("Server says:", self.received[:end].decode("ascii", "backslashreplace"), flush=True)
            del self.received[: end + 1]
            self.replies += 1
            self.ask()

    def eof_received(self):
        self.finish(ConnectionError("the server closed the connection before its reply was whole"))

    def connection_lost(self, error):
        if self.timer:
            self.timer.cancel()

    def finish(self, error):
        if self.timer:
            self.timer.cancel()
        if self.done.done():
            return
        if error:
            self.done.set_exception(error)
        else:
            self.done.set_result(None)
        self.transport.close()


async def main(host, port, messages):
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(DEADLINE_SECONDS):
        _, exchange = await loop.create_connection(lambda: Exchange(messages), host, port)
    await exchange.done


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_line_protocol_reset_hang.py HOST PORT < messages")
    try:
        lines = [line.rstrip(b"\n") for line in sys.stdin.buffer]
        asyncio.run(main(sys.argv[1], int(sys.argv[2]), lines))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_protocol_reset_hang: {error}")

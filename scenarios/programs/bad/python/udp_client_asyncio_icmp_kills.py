"""Uppercase client over UDP: asyncio, a new connected endpoint for every message, retries with backoff.

Bug (icmp-kills): one ICMP port unreachable ends it, although the server may come up in a moment.

Usage: udp_client_asyncio_icmp_kills.py HOST PORT < messages
"""

import asyncio
import sys

WAITS_SECONDS = (0.35, 0.5, 0.7, 0.9)


class Exchange(asyncio.DatagramProtocol):
    def __init__(self):
        self.reply = asyncio.get_running_loop().create_future()

    def datagram_received(self, data, _address):
        if data and not self.reply.done():  # an empty datagram answers nothing, and the first reply counts
            self.reply.set_result(data)

    def error_received(self, error):
        if not self.reply.done():
            self.reply.set_exception(error)


async def ask(host, port, message):
    loop = asyncio.get_running_loop()
    transport, exchange = await loop.create_datagram_endpoint(Exchange, remote_addr=(host, port))
    try:
        for wait in WAITS_SECONDS:
            transport.sendto(message)
            done, _ = await asyncio.wait([exchange.reply], timeout=wait)
            if done:
                return exchange.reply.result()
    finally:
        transport.close()
    raise TimeoutError(f"no reply after {len(WAITS_SECONDS)} tries")


async def main(host, port, messages):
    for message in messages:
        reply = await ask(host, port, message)
        print(f"The server replied with {reply.decode('ascii')!r}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: udp_client_asyncio_icmp_kills.py HOST PORT < messages")
    try:
        lines = [line.rstrip(b"\n") for line in sys.stdin.buffer]
        asyncio.run(main(sys.argv[1], int(sys.argv[2]), lines))
    except (OSError, ValueError) as error:
        sys.exit(f"udp_client_asyncio_icmp_kills: {error}")

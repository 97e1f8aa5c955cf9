"""Uppercase client over TCP: a message a line, asyncio streams and readline().

Bug (early-eof-accepted): readline() gives what there is at the server's FIN, and that is taken as a line.

Usage: tcp_client_line_asyncio_early_eof_accepted.py HOST PORT < messages
"""

import asyncio
import sys

DEADLINE_SECONDS = 2.0
REPLY_LIMIT_BYTES = 1 << 22


async def exchange(host, port, messages):
    async with asyncio.timeout(DEADLINE_SECONDS):
        reader, writer = await asyncio.open_connection(host, port, limit=REPLY_LIMIT_BYTES)
    try:
        for message in messages:
            async with asyncio.timeout(DEADLINE_SECONDS):
                writer.write(message + b"\n")
                await writer.drain()  # the reader goes on meanwhile, so both ends can write at once
                reply = await reader.readline()
            if not reply:
                raise ConnectionError("the server closed the connection")
            print("Server says:", reply.rstrip(b"\n").decode("ascii"), flush=True)
    finally:
        writer.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_client_line_asyncio_early_eof_accepted.py HOST PORT < messages")
    try:
        lines = [line.rstrip(b"\n") for line in sys.stdin.buffer]
        asyncio.run(exchange(sys.argv[1], int(sys.argv[2]), lines))
    except TimeoutError:
        sys.exit("tcp_client_line_asyncio_early_eof_accepted: no whole reply in time")
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_client_line_asyncio_early_eof_accepted: {error}")

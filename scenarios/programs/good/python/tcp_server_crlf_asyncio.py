"""Uppercase server over TCP: a message a line that ends with CR LF, asyncio streams.

Usage: tcp_server_crlf_asyncio.py HOST PORT
"""

import asyncio
import sys

MESSAGE_LIMIT_BYTES = 1 << 20
IDLE_SECONDS = 60.0


def answer(message):
    return message.upper() if message.isascii() else b"ERROR only ASCII is understood"


async def refuse(reader, writer, reason):
    """Says why, then reads on to the client's end: closing over unread bytes would destroy the reply."""
    writer.write(reason + b"\r\n")
    writer.write_eof()
    async with asyncio.timeout(2.0):
        while await reader.read(65536):
            pass


async def serve(reader, writer):
    while True:
        async with asyncio.timeout(IDLE_SECONDS):
            try:
                message = await reader.readuntil(b"\r\n")
            except asyncio.LimitOverrunError:
                return await refuse(reader, writer, b"ERROR the message is too long")
            except asyncio.IncompleteReadError:
                return  # what a client leaves without CR LF is no message
            writer.write(answer(message.removesuffix(b"\r\n")) + b"\r\n")
            await writer.drain()


async def handle(reader, writer):
    try:
        await serve(reader, writer)
    except OSError as error:
        print(f"client lost: {error}", file=sys.stderr)
    finally:
        writer.close()


async def main(host, port):
    server = await asyncio.start_server(handle, host, port, limit=MESSAGE_LIMIT_BYTES + 2)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tcp_server_crlf_asyncio.py HOST PORT")
    try:
        asyncio.run(main(sys.argv[1], int(sys.argv[2])))
    except (OSError, ValueError) as error:
        sys.exit(f"tcp_server_crlf_asyncio: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

"""One racer: posts what it was given when it is told to. Started by itself, without site packages, to be quick.

Reads a line of JSON (`port`, `request`), says that it is ready, reads the moment to start at (of the monotonic
clock, which all processes share), and writes a line of JSON (`status`, `seconds`, `body`).
"""

import json
import socket
import sys
import time


def main() -> None:
    given = json.loads(sys.stdin.readline())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    start = float(sys.stdin.readline())
    time.sleep(max(start - time.monotonic(), 0))
    with socket.create_connection(("127.0.0.1", given["port"]), timeout=120) as connection:
        connection.sendall(given["request"].encode())
        with connection.makefile("rb") as stream:
            answer = stream.read()
    seconds = time.monotonic() - start
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1]) if head else 0
    sys.stdout.write(json.dumps({"status": status, "seconds": seconds, "body": body.decode()}) + "\n")


if __name__ == "__main__":
    main()

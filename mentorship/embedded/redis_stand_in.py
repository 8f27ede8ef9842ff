"""`python -m mentorship.embedded.redis_stand_in PORT`: a Redis in Python if no wheel has one."""

import os
import signal
import sys

from fakeredis import TcpFakeServer

if __name__ == "__main__":
    server = TcpFakeServer(("127.0.0.1", int(sys.argv[1])))
    server.daemon_threads = True
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    server.serve_forever()

"""A mail server on a port of this machine, which takes mail or misbehaves as a test tells it to."""

import socketserver
import threading
import time
from contextlib import contextmanager


class _Talk(socketserver.StreamRequestHandler):
    """One connection. `server.moods` says by recipient what goes wrong: an answer to RCPT ("rcpt
    451"), an answer to the words ("data 451"), or a step at which the server leaves or falls silent
    ("leave rcpt", "leave data", "silent data")."""

    def handle(self):
        self.answer("220 ready")
        self.mood = ""
        for line in iter(self.rfile.readline, b""):
            verb = line.decode().split()[0].upper()
            if not self.obey(verb, line.decode()):
                return

    def obey(self, verb, line):
        if verb == "RCPT":
            address = line.split("<")[1].split(">")[0]
            self.mood = self.server.moods.get(address, "")
            return self.end_of(verb, address, "250 ok")
        if verb == "DATA":
            self.answer("354 go on")
            words = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
            address = words.split("\nTo: ")[1].split("\n")[0].strip()
            return self.end_of(verb, address, "250 taken", words)
        self.answer("221 bye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    def end_of(self, verb, address, fine, words=""):
        """Answer as the mood is; False ends the connection."""
        mood = self.mood() if callable(self.mood) else self.mood
        if mood == f"leave {verb.lower()}":
            return False
        if mood == f"silent {verb.lower()}":
            time.sleep(self.server.silence)
            return False
        if mood.startswith(f"{verb.lower()} "):
            self.answer(f"{mood.split()[1]} not now")
            return not mood.endswith("421")
        if verb == "DATA":
            self.server.taken.append((address, words))
        self.answer(fine)
        return True

    def answer(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    silence = 5.0

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.moods, self.taken = {}, []

    @property
    def port(self):
        return self.server_address[1]


@contextmanager
def running():
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()

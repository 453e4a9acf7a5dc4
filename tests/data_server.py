"""A server on this machine that fails as it is told, and small data sets that lie on it; for the tests of course_utils.data."""
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from course_utils.data import Dataset
from course_utils.data.hashing import content_hash
from course_utils.data.registry import Registry, SetEntry

HEADER = "letters:"
GOOD = (HEADER + "abcdefghijklmnopqrstuvwxyz" * 40).encode()
REPACKED = GOOD + b"\n" * 10  # the reader strips these: the same content in other bytes
PAGE = b"<!DOCTYPE html><html><body>Welcome to the guest network</body></html>"


def read_letters(files):
    """Return the parts of a set of letters: `codes`, uint8 of shape (letters,), and `text`; several files are joined."""
    letters = ""
    for path in files.values():
        text = path.read_text(encoding="utf-8").strip()
        if not text.startswith(HEADER):
            raise LookupError("the header is missing")
        letters += text[len(HEADER):]
    return {"codes": np.frombuffer(letters.encode(), dtype=np.uint8), "text": letters}


def stand_in_letters(letters="abc"):
    """Return the stand-in of the sets of letters."""
    return Dataset("few", "built-in", {"codes": np.frombuffer(letters.encode(), dtype=np.uint8), "text": letters})


CONTENT = content_hash({"codes": np.frombuffer(GOOD[len(HEADER):], dtype=np.uint8), "text": GOOD[len(HEADER):].decode()})


def file_entry(*addresses, path="letters.txt", content=GOOD, **changes):
    """Return the registry's table of a file that holds `content`."""
    digest = hashlib.sha256(content).hexdigest()
    return {"path": path, "bytes": len(content), "sha256": digest, "addresses": addresses} | changes


def variant(*files, name="official", **changes):
    """Return the registry's table of a variant."""
    return {"name": name, "reader": "letters", "files": files} | changes


def registry(**sets):
    """Return a Registry of sets of letters, each given as a list of variants, with the built-in set `few`."""
    about = {"about": "letters", "kind": "text", "licence": "none", "citation": "nobody", "source": "https://example.invalid/",
             "stand_in": "few"}
    entries = {name: SetEntry.model_validate(about | {"title": name.title(), "variants": variants})
               for name, variants in sets.items()}
    return Registry(entries, {"letters": read_letters}, {"few": stand_in_letters})


class Server:
    """A web server on a free port. `answers[path]` is what it gives: bytes, a status, "cut" or a list of these, in turn."""

    def __init__(self):
        self.answers, self.asked, self.hold = {}, [], None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def address(self, path, answer):
        """Return the address of `path`, which from now on gives `answer`."""
        self.answers[f"/{path}"] = answer
        return f"http://127.0.0.1:{self._server.server_port}/{path}"

    def close(self):
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(server):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.asked.append(self.path)
                if server.hold:
                    server.hold.wait(20)
                answer = server.answers[self.path]
                answer = answer.pop(0) if isinstance(answer, list) else answer
                if isinstance(answer, int):
                    return self.send_error(answer)
                self.send_response(200)
                self.send_header("Content-Length", str(len(GOOD if answer == "cut" else answer)))
                self.end_headers()
                self.wfile.write(GOOD[:100] if answer == "cut" else answer)

            def log_message(self, *arguments):
                pass

        return Handler

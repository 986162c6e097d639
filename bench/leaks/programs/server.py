"""An OpenAI-compatible server of known memory: it responds immediately and retains memory by kind.

server.py KIND SEED prints its URL and serves until it is stopped.
leak: each request retains 64 KiB. plateau: a cache with entries of 64 KiB fills and then evicts.
steady: nothing is retained. wander: small Python objects come and go at random, so that the heap wanders.
"""

import json
import random
import sys
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEPT_BYTES = 64 * 1024
TOKENS = 4


class Memory:
    """What requests retain, by kind; one request at a time changes it."""

    def __init__(self, kind, seed):
        self.kind = kind
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        # In place of weights; touched, so that it is resident.
        self.weights = bytearray(self.random.randbytes(1)) * (48 * 2**20)
        self.entries = self.random.randint(60, 140)
        self.kept = deque()

    def after_request(self):
        with self.lock:
            if self.kind == "leak":
                self.kept.append(self.filled())
            elif self.kind == "plateau":
                self.kept.append(self.filled())
                if len(self.kept) > self.entries:
                    self.kept.popleft()
            elif self.kind == "wander":
                self.wander()

    def filled(self):
        return bytearray(b"\1") * KEPT_BYTES

    def wander(self):
        """One request in three creates or drops a list of floats of 0.3 to 2.5 MiB; at most eight exist."""
        if self.random.random() > 1 / 3:
            return
        if len(self.kept) > 7 or (self.kept and self.random.random() < 0.5):
            del self.kept[self.random.randrange(len(self.kept))]
        else:
            count = self.random.randint(10_000, 80_000)
            self.kept.append([index + 0.5 for index in range(count)])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    memory = None

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path == "/v1/models":
            self.reply(200, {"object": "list", "data": [{"id": "known", "object": "model"}]})
        else:
            self.reply(404, {"error": {"message": f"no {self.path} here"}})

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
        if self.path != "/v1/chat/completions":
            self.reply(404, {"error": {"message": f"no {self.path} here"}})
            return
        tokens = min(request.get("max_tokens", TOKENS), TOKENS)
        text = " ".join(str(one.get("content", "")) for one in request["messages"])
        self.memory.after_request()
        self.stream(tokens, len(text.split()))

    def stream(self, tokens, prompt_tokens):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for index in range(tokens):
            self.event({"choices": [{"index": 0, "delta": {"content": f" w{index}"}}]})
        self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "length"}]})
        usage = {
            "prompt_tokens": prompt_tokens,
            "completion_tokens": tokens,
            "total_tokens": prompt_tokens + tokens,
        }
        self.event({"choices": [], "usage": usage})
        self.chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def event(self, value):
        self.chunk(b"data: " + json.dumps({"object": "chat.completion.chunk", **value}).encode() + b"\n\n")

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def reply(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(kind, seed):
    Handler.memory = Memory(kind, int(seed))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


main(*sys.argv[1:])

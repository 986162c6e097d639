"""A minimal model server that starts and ends as its flags specify, for tests of started servers."""
import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

flags = argparse.ArgumentParser()
flags.add_argument("--port", type=int, default=0)
flags.add_argument("--model", default="tiny")
flags.add_argument("--listen-after", type=float, default=0, metavar="SECONDS")
flags.add_argument("--loading", type=float, default=0, metavar="SECONDS", help="answer 503 for so long")
flags.add_argument("--exit-while-loading", type=int, metavar="CODE")
flags.add_argument("--kill-while-loading", action="store_true")
flags.add_argument("--exit-after-requests", type=int, metavar="COUNT")
flags.add_argument("--ignore-terminate", action="store_true")
flags.add_argument("--leave-child", action="store_true")
flags.add_argument("--mute-port", action="store_true", help="also listen on a port that says nothing")
flags.add_argument("--api-key")
flags.add_argument("--hold-mib", type=int, default=0, help="memory to hold once healthy")
given = flags.parse_args()

if given.ignore_terminate:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if given.leave_child:
    subprocess.Popen(["sleep", "600"], start_new_session=True)
if given.mute_port:
    mute = socket.create_server(("127.0.0.1", 0))
print(f"loading {given.model} for {os.environ.get('GREETING', 'nobody')} with key {given.api_key}", flush=True)
time.sleep(given.listen_after)
if given.exit_while_loading is not None:
    print("cannot allocate memory", file=sys.stderr, flush=True)
    sys.exit(given.exit_while_loading)
if given.kill_while_loading:
    os.kill(os.getpid(), signal.SIGKILL)

held = bytearray(given.hold_mib << 20)
ready_at = time.monotonic() + given.loading
served = 0
lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        if time.monotonic() < ready_at:
            self.reply(503, {"error": {"message": "Loading model"}})
        elif self.path == "/health":
            self.reply(200, {"status": "ok"})
        elif self.path == "/v1/models":
            self.reply(200, {"object": "list", "data": [{"id": given.model, "owned_by": "test"}]})
        else:
            self.reply(404, {"error": {"message": "no such path"}})

    def do_POST(self):
        global served
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v1/chat/completions":
            return self.reply(404, {"error": {"message": "no such path"}})
        with lock:
            served += 1
            is_last = given.exit_after_requests is not None and served > given.exit_after_requests
        if is_last:
            print("out of memory while serving", file=sys.stderr, flush=True)
            os._exit(7)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        count = min(asked.get("max_tokens", 4), 4)
        for index in range(count):
            self.event({"choices": [{"index": 0, "delta": {"content": f"word{index} "}, "finish_reason": None}]})
        self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "length"}]})
        usage = {"prompt_tokens": 9, "completion_tokens": count, "total_tokens": 9 + count}
        self.event({"choices": [], "usage": usage})
        self.chunk(b"data: [DONE]\n\n")
        self.chunk(b"")

    def event(self, body):
        self.chunk(b"data: " + json.dumps(body).encode() + b"\n\n")

    def chunk(self, text):
        self.wfile.write(f"{len(text):x}\r\n".encode() + text + b"\r\n")
        self.wfile.flush()


class Server(ThreadingHTTPServer):
    daemon_threads = True


try:
    server = Server(("127.0.0.1", given.port), Handler)
except OSError as error:
    sys.exit(f"cannot listen on port {given.port}: {error.strerror}")
server.serve_forever()

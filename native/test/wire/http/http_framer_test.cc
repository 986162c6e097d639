#include "wire/http/http_framer.h"

#include <string>
#include <vector>

#include "harness.h"
#include "wire/http/framer_rig.h"

using namespace loadcell;
using namespace loadcell::test;
using Event = HttpFramer::Event;

namespace {

struct Shape {
  const char* name;
  std::string bytes;
  Event end;
  uint16_t status;
  std::string body;
  bool then_closes = false;
  std::string rest = "";
};

const std::vector<Shape>& good_shapes() {
  static const std::vector<Shape> shapes = {
      {"a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", Event::kEnd, 200, "hello"},
      {"no body", "HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n", Event::kEnd, 200, ""},
      {"204", "HTTP/1.1 204 No Content\r\n\r\n", Event::kEnd, 204, ""},
      {"304 with a length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", Event::kEnd,
       304, ""},
      {"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
       Event::kEnd, 200, "hello world"},
      {"sizes with leading zeros", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                   "00000000000000000005\r\nhello\r\n0000000000000000\r\n\r\n",
       Event::kEnd, 200, "hello"},
      {"extensions and trailers", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip , Chunked\r\n\r\n"
                                  "A;name=\"v;\"\r\n0123456789\r\n1 \r\nx\r\n000;last\r\n"
                                  "Trailer: yes\r\nOther: no\r\n\r\n",
       Event::kEnd, 200, "0123456789x"},
      {"lines that end in LF only", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n",
       Event::kEnd, 200, "abc"},
      {"interim heads", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Length: 1\r\n\r\n!",
       Event::kEnd, 429, "!"},
      {"until the connection closes", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it",
       Event::kEnd, 200, "all of it", true},
      {"HTTP/1.0 without a length", "HTTP/1.0 200\r\n\r\nold", Event::kEnd, 200, "old", true},
      {"a coding that is not chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nxyz",
       Event::kEnd, 200, "xyz", true},
      {"repeated lengths that agree",
       "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\nContent-Length: 2\r\n\r\nok", Event::kEnd, 200,
       "ok"},
      {"something after the end", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1",
       Event::kEnd, 200, "ok", false, "HTTP/1.1"},
      {"chunked with a length",
       "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
       Event::kEnd, 200, "a"},
  };
  return shapes;
}

struct Fault {
  const char* name;
  std::string bytes;
  WireFailure failure;
  ProtocolFault fault = ProtocolFault::kNone;
  bool then_closes = false;
};

const std::vector<Fault>& bad_shapes() {
  static const std::string head = "HTTP/1.1 200 OK\r\n";
  static const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
  static const std::vector<Fault> shapes = {
      {"not HTTP", "SSH-2.0-OpenSSH_9.2\r\n", WireFailure::kProtocol, ProtocolFault::kBadStatusLine},
      {"an empty line first", "\r\nHTTP/1.1 200 OK\r\n\r\n", WireFailure::kProtocol,
       ProtocolFault::kBadStatusLine},
      {"a status that is no number", "HTTP/1.1 2x0 OK\r\n\r\n", WireFailure::kProtocol,
       ProtocolFault::kBadStatusLine},
      {"a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", WireFailure::kProtocol,
       ProtocolFault::kBadStatusLine},
      {"a TLS alert", std::string("\x15\x03\x01\x00\x02\x02\x46", 7), WireFailure::kProtocol,
       ProtocolFault::kTls},
      {"a line without a colon", head + "nonsense\r\n\r\n", WireFailure::kProtocol,
       ProtocolFault::kBadHeader},
      {"a folded line", head + "A: b\r\n c\r\n\r\n", WireFailure::kProtocol,
       ProtocolFault::kBadHeader},
      {"a space in a name", head + "Content Length: 1\r\n\r\n", WireFailure::kProtocol,
       ProtocolFault::kBadHeader},
      {"a negative length", head + "Content-Length: -1\r\n\r\n", WireFailure::kProtocol,
       ProtocolFault::kBadContentLength},
      {"an empty length", head + "Content-Length: \r\n\r\n", WireFailure::kProtocol,
       ProtocolFault::kBadContentLength},
      {"a length beyond counting", head + "Content-Length: 99999999999999999999\r\n\r\n",
       WireFailure::kProtocol, ProtocolFault::kBadContentLength},
      {"lengths that differ", head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
       WireFailure::kProtocol, ProtocolFault::kBadContentLength},
      {"a chunk size that is no number", chunked + "xyz\r\n", WireFailure::kProtocol,
       ProtocolFault::kBadChunk},
      {"an empty chunk size", chunked + "\r\n", WireFailure::kProtocol, ProtocolFault::kBadChunk},
      {"a chunk size beyond counting", chunked + "FFFFFFFFFFFFFFFFF\r\n", WireFailure::kProtocol,
       ProtocolFault::kBadChunk},
      {"a chunk longer than it said", chunked + "2\r\nabc\r\n", WireFailure::kProtocol,
       ProtocolFault::kBadChunk},
      {"a CR without LF in a size line", chunked + "2\rx\r\n", WireFailure::kProtocol,
       ProtocolFault::kBadChunk},
      {"a CR without LF in a trailer", chunked + "0\r\n\rx", WireFailure::kProtocol,
       ProtocolFault::kBadChunk},
      {"101", "HTTP/1.1 101 Switching Protocols\r\n\r\n", WireFailure::kProtocol,
       ProtocolFault::kUpgrade},
      {"a head beyond its limit", head + "A: " + std::string(300, 'a') + "\r\n\r\n",
       WireFailure::kHeaderTooLarge},
      {"a head of many lines", head + [] {
         std::string lines;
         while (lines.size() < 1000) lines += "A: b\r\n";
         return lines;
       }(),
       WireFailure::kHeaderTooLarge},
      {"trailers beyond the limit", chunked + "0\r\n" + std::string(300, 'a'),
       WireFailure::kHeaderTooLarge},
      {"a size line beyond the limit", chunked + "1;" + std::string(300, 'a'),
       WireFailure::kProtocol, ProtocolFault::kBadChunk},
      {"a length beyond the limit", head + "Content-Length: 2000\r\n\r\n",
       WireFailure::kBodyTooLarge},
      {"chunks beyond the limit", chunked + "FFFFFF\r\n" + std::string(2000, 'x'),
       WireFailure::kBodyTooLarge},
      {"a body until the close beyond the limit", head + "\r\n" + std::string(2000, 'x'),
       WireFailure::kBodyTooLarge},
      {"the end before the head", "", WireFailure::kClosedEarly, ProtocolFault::kNone, true},
      {"the end within the head", head, WireFailure::kClosedEarly, ProtocolFault::kNone, true},
      {"the end within a length", head + "Content-Length: 5\r\n\r\nhell", WireFailure::kClosedEarly,
       ProtocolFault::kNone, true},
      {"the end within chunks", chunked + "5\r\nhello\r\n", WireFailure::kClosedEarly,
       ProtocolFault::kNone, true},
  };
  return shapes;
}

const FramerLimits kSmall{.header_bytes = 256, .body_bytes = 1024};

std::string endless_interim_heads() {
  std::string bytes;
  while (bytes.size() < 1000) bytes += "HTTP/1.1 100 Continue\r\n\r\n";
  return bytes;
}

}  // namespace

TEST("every shape of response is framed exactly") {
  for (const Shape& shape : good_shapes()) {
    const Framed framed = frame_whole(shape.bytes, kSmall, shape.then_closes);
    const std::string context = std::string(shape.name) + ": ";
    CHECK_EQUAL(context + std::to_string(static_cast<int>(framed.end)),
                context + std::to_string(static_cast<int>(shape.end)));
    CHECK_EQUAL(framed.status, shape.status);
    CHECK_EQUAL(context + framed.body, context + shape.body);
    CHECK_EQUAL(context + framed.rest, context + shape.rest);
  }
}

TEST("every malformed response has its kind") {
  for (const Fault& shape : bad_shapes()) {
    const Framed framed = frame_whole(shape.bytes, kSmall, shape.then_closes);
    const std::string context = std::string(shape.name) + ": ";
    CHECK_EQUAL(context + std::to_string(static_cast<int>(framed.end)),
                context + std::to_string(static_cast<int>(Event::kFailed)));
    CHECK_EQUAL(context + std::to_string(static_cast<int>(framed.failure)),
                context + std::to_string(static_cast<int>(shape.failure)));
    CHECK_EQUAL(context + std::to_string(static_cast<int>(framed.fault)),
                context + std::to_string(static_cast<int>(shape.fault)));
  }
}

TEST("a response split at any byte is framed like the whole") {
  const auto check_splits = [](const std::string& bytes, bool then_closes) {
    const Framed whole = frame_whole(bytes, kSmall, then_closes);
    for (size_t first = 1; first < bytes.size(); ++first) {
      const Framed split = frame(bytes, kSmall, first, bytes.size(), then_closes);
      CHECK(split == whole);
    }
    CHECK(frame(bytes, kSmall, 1, 1, then_closes) == whole);
  };
  for (const Shape& shape : good_shapes()) check_splits(shape.bytes, shape.then_closes);
  for (const Fault& shape : bad_shapes()) {
    // How much of a body is framed before it exceeds the limit depends on the pieces of the stream.
    if (shape.failure != WireFailure::kBodyTooLarge) check_splits(shape.bytes, shape.then_closes);
  }
}

TEST("endless interim heads are too large a head") {
  const Framed framed = frame_whole(endless_interim_heads(), kSmall);
  CHECK(framed.failure == WireFailure::kHeaderTooLarge);
}

TEST("a connection is kept exactly when the response allows it") {
  const auto keeps = [](std::string_view bytes, bool then_closes = false) {
    return frame_whole(bytes, kSmall, then_closes).keeps_alive;
  };
  CHECK(keeps("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  CHECK(keeps("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n"));
  CHECK(!keeps("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"));
  CHECK(!keeps("HTTP/1.1 200 OK\r\nConnection: x, close\r\nContent-Length: 0\r\n\r\n"));
  CHECK(!keeps("HTTP/1.1 200 OK\r\nConnection: close, keep-alive\r\nContent-Length: 0\r\n\r\n"));
  CHECK(!keeps("HTTP/1.1 200 OK\r\n\r\n", true));
  CHECK(!keeps("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
}

TEST("a framer works like new after a reset") {
  for (const Fault& shape : bad_shapes()) {
    HttpFramer framer(kSmall);
    std::string_view bytes = shape.bytes;
    for (;;) {
      const auto step = framer.next(bytes);
      bytes.remove_prefix(step.consumed);
      if (step.event != Event::kHead && step.event != Event::kBody) break;
    }
    framer.reset();
    CHECK(!framer.has_begun());
    const std::string_view good = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
    auto step = framer.next(good);
    CHECK(step.event == Event::kHead);
    step = framer.next(good.substr(step.consumed));
    CHECK(step.event == Event::kBody && step.body == "a");
  }
}

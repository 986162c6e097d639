#include "wire/request/host_header.h"

#include <string>

#include "harness.h"

using namespace loadcell;

namespace {

struct Renamed {
  explicit Renamed(std::string text) : bytes(std::move(text)) {
    request.bytes = bytes.data();
    request.byte_count = bytes.size();
  }
  std::string text() const { return {request.bytes, request.byte_count}; }

  std::string bytes;
  Request request;
};

}  // namespace

TEST("a host of the same or a smaller length replaces the one of a request") {
  Renamed renamed("POST /v1 HTTP/1.1\r\nHost: server:8000\r\nA: b\r\n\r\nHost: body\r\n");
  CHECK(set_host(renamed.request, "replic:8001"));
  CHECK_EQUAL(renamed.text(), "POST /v1 HTTP/1.1\r\nHost: replic:8001\r\nA: b\r\n\r\nHost: body\r\n");
  CHECK(set_host(renamed.request, "a"));
  CHECK_EQUAL(renamed.text(), "POST /v1 HTTP/1.1\r\nHost: a\r\nA: b\r\n\r\nHost: body\r\n");
}

TEST("a request without a Host header first, or without room, is unchanged") {
  for (const std::string text : {"GET / HTTP/1.1\r\nA: b\r\nHost: long-name\r\n\r\n", "GET / HTTP/1.1",
                                 "GET / HTTP/1.1\r\nHost: ab\r\n\r\n"}) {
    Renamed renamed(text);
    CHECK(!set_host(renamed.request, "abc"));
    CHECK_EQUAL(renamed.text(), text);
  }
}

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mock/mock_server.h"
#include "wire/wire_rig.h"

namespace loadcell::test {

/** A mock server with its timestamp rows. */
struct Mock {
  explicit Mock(const MockOptions& options, uint32_t slots = 4096)
      : memory(ring_bytes(slots, sizeof(MockStamp))),
        server(options, {.ring = memory.data(), .ring_slots = slots}),
        reader(memory.data()) {}

  Address address() const { return Address::from_ip("127.0.0.1", server.port()); }

  std::map<double, std::vector<MockStamp>> stamps() {
    std::map<double, std::vector<MockStamp>> found;
    MockStamp stamp{};
    while (reader.read(stamp)) found[stamp.request].push_back(stamp);
    return found;
  }

  std::vector<std::byte> memory;
  MockServer server;
  RingReader<MockStamp> reader;
};

inline std::string post(std::string_view path, std::string_view body) {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: h\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

/** The only response to one request. */
inline Outcome answer_to(const Mock& mock, const std::string& request) {
  WireRig rig({.connections = 0});
  rig.wire().start({mock.address()});
  rig.stage(1, request);
  rig.drain_until_ended(1);
  return rig.outcome(1);
}

inline size_t count_of(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace loadcell::test

#include "launch/launch_plan.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string>
#include <thread>

#include "base/fd.h"
#include "harness.h"

namespace loadcell {
namespace {

std::string head_of(uint32_t bytes, uint32_t arguments, uint32_t variables) {
  const std::array<uint32_t, 3> numbers = {bytes, arguments, variables};
  std::string text(sizeof(numbers), '\0');
  std::memcpy(text.data(), numbers.data(), sizeof(numbers));
  return text;
}

/** Reads a plan from a writer that sends pieces of `piece` bytes and then closes. */
std::optional<LaunchPlan> read_written(const std::string& text, size_t piece) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) return std::nullopt;
  const Fd reader(ends[0]);
  std::thread writer([&text, piece, end = ends[1]] {
    const Fd open_end(end);
    for (size_t at = 0; at < text.size(); at += piece) {
      const std::string part = text.substr(at, piece);
      if (send(end, part.data(), part.size(), MSG_NOSIGNAL) < 0) return;
    }
  });
  auto plan = read_launch_plan(reader.get());
  // The reader may be gone while the writer still writes.
  shutdown(reader.get(), SHUT_RDWR);
  writer.join();
  return plan;
}

TEST("a launch plan that arrives in any pieces is read exactly") {
  const std::string strings("sh\0\0-\xff\0A=1\0A=2\0none\0", 20);
  const std::string text = head_of(20, 3, 3) + strings;
  for (const size_t piece : {1U, 5U, 100U}) {
    const auto plan = read_written(text, piece);
    CHECK(plan.has_value());
    const std::vector<std::string> command = {"sh", "", "-\xff"};
    const std::vector<std::string> environment = {"A=1", "A=2", "none"};
    CHECK(plan->command == command);
    CHECK(plan->environment == environment);
  }
}

TEST("a malformed launch plan is rejected") {
  const std::string two("a\0b\0", 4);
  CHECK(read_written(head_of(4, 1, 1) + two, 64).has_value());
  // Fewer strings, more of them, none of them, a string without its end, too long, cut off.
  CHECK(!read_written(head_of(4, 2, 1) + two, 64));
  CHECK(!read_written(head_of(4, 1, 0) + two, 64));
  CHECK(!read_written(head_of(4, 0, 2) + two, 64));
  CHECK(!read_written(head_of(3, 1, 1) + two.substr(0, 3), 64));
  CHECK(!read_written(head_of(0xffffffff, 1, 1) + two, 64));
  CHECK(!read_written(head_of(9, 1, 1) + two, 64));
  CHECK(!read_written("", 64));
}

}  // namespace
}  // namespace loadcell

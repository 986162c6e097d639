#include "launch/launch_plan.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

namespace loadcell {
namespace {

/** Bounds a plan. Linux accepts far less: 2 MiB of arguments and environment, or a quarter of the stack limit. */
constexpr uint32_t kMaxBytes = 256 << 20;

bool read_all(int fd, char* into, size_t bytes) {
  while (bytes > 0) {
    const ssize_t got = read(fd, into, bytes);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into += got;
    bytes -= static_cast<size_t>(got);
  }
  return true;
}

/** Takes strings from the front. @returns false when there are fewer */
bool take_strings(std::string_view& text, uint32_t count, std::vector<std::string>& strings) {
  for (uint32_t taken = 0; taken < count; ++taken) {
    const size_t end = text.find('\0');
    if (end == std::string_view::npos) return false;
    strings.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace

std::optional<LaunchPlan> read_launch_plan(int fd) {
  std::array<uint32_t, 3> head{};
  if (!read_all(fd, reinterpret_cast<char*>(head.data()), sizeof(head))) return std::nullopt;
  const auto [bytes, arguments, variables] = head;
  if (bytes > kMaxBytes || arguments == 0) return std::nullopt;
  std::string text(bytes, '\0');
  if (!read_all(fd, text.data(), bytes)) return std::nullopt;
  std::string_view rest = text;
  LaunchPlan plan;
  if (!take_strings(rest, arguments, plan.command)) return std::nullopt;
  if (!take_strings(rest, variables, plan.environment) || !rest.empty()) return std::nullopt;
  return plan;
}

}  // namespace loadcell

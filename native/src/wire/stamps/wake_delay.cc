#include "wire/stamps/wake_delay.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string_view>

#include "base/clock.h"

namespace loadcell {
namespace {

/** A read this soon after an arrival shows that the thread was not kept from running. */
constexpr int64_t kPromptNs = 100'000;
/** Reading the counter takes a microsecond; what it gained in this time at most counts as delay of the next late turn. */
constexpr int64_t kCheckNs = 2'000'000;

}  // namespace

void WakeDelay::open() noexcept {
  schedstat_ = Fd(::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC));
  const int64_t now_ns = monotonic_now_ns();
  begin_turn(now_ns, false);
  end_turn(now_ns);
}

void WakeDelay::begin_turn(int64_t now_ns, bool was_stopped) noexcept {
  began_ns_ = now_ns;
  delay_ns_ = -1;
  was_stopped_ = was_stopped;
}

void WakeDelay::end_turn(int64_t now_ns) noexcept {
  last_turn_ns_ = now_ns - began_ns_;
  if (now_ns - checked_ns_ < kCheckNs) return;
  queued_ns_ = read_queued_ns();
  checked_ns_ = now_ns;
}

int64_t WakeDelay::longest_wait_ns(int64_t lateness_ns, int64_t now_ns) noexcept {
  if (was_stopped_) return kUnknownNs;
  // What arrived during the turn before is read in this one.
  const int64_t busy_ns = last_turn_ns_ + (now_ns - began_ns_);
  if (delay_ns_ < 0 && lateness_ns > kPromptNs) {
    delay_ns_ = std::max<int64_t>(read_queued_ns() - queued_ns_, 0);
  }
  return std::max(lateness_ns, std::max<int64_t>(delay_ns_, 0) + busy_ns);
}

int64_t WakeDelay::read_queued_ns() const noexcept {
  // Time run, time queued and turns on the CPU, in words.
  char text[80];
  const ssize_t count = pread(schedstat_.get(), text, sizeof(text), 0);
  if (count <= 0) return -1;
  const std::string_view words(text, static_cast<size_t>(count));
  const size_t space = words.find(' ');
  if (space == std::string_view::npos) return -1;
  int64_t queued_ns = 0;
  const auto parsed = std::from_chars(text + space + 1, text + count, queued_ns);
  return parsed.ec == std::errc() ? queued_ns : -1;
}

}  // namespace loadcell

#include "sampler/memory/memory_scale.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/clock.h"
#include "probe/linux/proc_text.h"

namespace loadcell {
namespace {

constexpr int64_t kShortestRestNs = 20'000'000;
/** Share of time that readings may take, plus a one-time credit for the first ones. */
constexpr double kDuty = 0.05;
constexpr double kCreditNs = 500e6;
/** Maximum readings of a tree that changes during a reading. */
constexpr int kMostReadings = 3;
constexpr double kBytesPerKibibyte = 1024;

double or_zero(double value) noexcept { return std::isnan(value) ? 0 : value; }

}  // namespace

MemoryScale::MemoryScale(const ProcessTable& table)
    : table_(table),
      requested_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  published_.write(weight_);
}

void MemoryScale::request() noexcept {
  if (is_requested_.exchange(true, std::memory_order_acq_rel)) return;
  const uint64_t one = 1;
  // The write fails only when the counter is full, and the eventfd is readable then as well.
  [[maybe_unused]] const ssize_t written = write(requested_.get(), &one, sizeof(one));
}

void MemoryScale::run(Thread& thread) noexcept {
  constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
  const int64_t started_ns = monotonic_now_ns();
  double spent_ns = 0;
  for (;;) {
    if (thread.await(kNever, requested_.get()) == Thread::Wake::kStopped) return;
    uint64_t requests = 0;
    [[maybe_unused]] const ssize_t got = read(requested_.get(), &requests, sizeof(requests));
    // Before the reading: a request during it asks for another one.
    is_requested_.store(false, std::memory_order_release);
    const int64_t began_ns = monotonic_now_ns();
    weigh(static_cast<double>(began_ns));
    const int64_t ended_ns = monotonic_now_ns();
    spent_ns += static_cast<double>(ended_ns - began_ns);
    const auto affordable_at_ns =
        started_ns + static_cast<int64_t>(std::max(0.0, spent_ns - kCreditNs) / kDuty);
    if (!thread.sleep_until(std::max(ended_ns + kShortestRestNs, affordable_at_ns))) return;
  }
}

MemoryScale::Reading MemoryScale::read_all() {
  Reading reading;
  const TableCounts before = table_.counts();
  for (const ProcessTable::OpenedFile& opened : table_.open_in_each("smaps_rollup")) {
    if (opened.is_forbidden) {
      ++reading.estimated;
      reading.bytes += or_zero(opened.rss_bytes);
      continue;
    }
    const std::string_view text =
        opened.file.is_open() ? read_whole_proc_text(opened.file.get(), buffer_).text : "";
    const auto bytes = [text](std::string_view key) {
      return or_zero(find_scaled(text, key, kBytesPerKibibyte));
    };
    // A process that is ending has no memory left.
    if (text.empty()) reading.is_stable = false;
    reading.bytes += bytes("Pss:") + bytes("SwapPss:") + bytes("Private_Hugetlb:") +
                     bytes("Shared_Hugetlb:");
  }
  const TableCounts after = table_.counts();
  reading.is_stable &= after.found == before.found && after.live == before.live;
  return reading;
}

void MemoryScale::weigh(double at_ns) {
  // A page whose users change during a reading counts too much: take the smallest of several readings.
  Reading least = read_all();
  for (int i = 1; i < kMostReadings && !least.is_stable; ++i) {
    const Reading again = read_all();
    if (again.is_stable || again.bytes < least.bytes) least = again;
  }
  weight_.at_ns = at_ns;
  weight_.bytes = least.bytes;
  weight_.estimated = least.estimated;
  ++weight_.readings;
  if (!(least.bytes <= weight_.peak_bytes)) {
    weight_.peak_bytes = least.bytes;
    weight_.peak_at_ns = at_ns;
  }
  published_.write(weight_);
}

}  // namespace loadcell

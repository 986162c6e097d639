#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace loadcell {

/**
 * Counts durations in nanoseconds in buckets at most 1/32 wide relative to their value.
 * One thread adds; any thread reads. Memory is fixed.
 */
class LogHistogram {
  static constexpr unsigned kSubBits = 5;
  static constexpr uint64_t kSub = 1U << kSubBits;
  static constexpr unsigned kTopBit = 40;  // 2^40 ns, 18 minutes: longer durations count as this
  static constexpr size_t kBuckets = (kTopBit - kSubBits + 2) * kSub;

 public:
  void add(int64_t value_ns) noexcept {
    auto& bucket = buckets_[index_of(value_ns)];
    // Only one thread adds, so a separate load and store lose nothing.
    bucket.store(bucket.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

  /** Nearest-rank quantile, 0 < q <= 1: the middle of its bucket, or -1 when nothing was added. */
  double quantile_ns(double q) const noexcept {
    uint64_t total = 0;
    for (const auto& bucket : buckets_) total += bucket.load(std::memory_order_relaxed);
    if (total == 0) return -1;
    const double rank = q * static_cast<double>(total);
    uint64_t seen = 0;
    for (size_t i = 0; i < kBuckets; ++i) {
      seen += buckets_[i].load(std::memory_order_relaxed);
      if (seen > 0 && static_cast<double>(seen) >= rank) return middle_of(i);
    }
    return middle_of(kBuckets - 1);
  }

 private:
  static size_t index_of(int64_t value_ns) noexcept {
    if (value_ns < 0) return 0;
    auto value = static_cast<uint64_t>(value_ns);
    if (value >= (uint64_t{1} << kTopBit)) value = (uint64_t{1} << kTopBit) - 1;
    if (value < kSub) return static_cast<size_t>(value);
    const unsigned top = static_cast<unsigned>(std::bit_width(value)) - 1;
    const unsigned shift = top - kSubBits;
    return static_cast<size_t>((shift + 1) * kSub + ((value >> shift) - kSub));
  }

  static double middle_of(size_t index) noexcept {
    if (index < kSub) return static_cast<double>(index);
    const uint64_t shift = index / kSub - 1;
    const uint64_t low = (index % kSub + kSub) << shift;
    return static_cast<double>(low) + static_cast<double>((uint64_t{1} << shift) - 1) / 2;
  }

  std::array<std::atomic<uint64_t>, kBuckets> buckets_{};
};

}  // namespace loadcell

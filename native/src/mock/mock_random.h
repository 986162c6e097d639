#pragma once

#include <cstdint>

namespace loadcell {

/** Random numbers of one request: the same for the same seed and request, independent of other requests (splitmix64). */
class MockRandom {
 public:
  MockRandom(uint64_t seed, uint64_t request) noexcept
      : state_(seed * 0x9e3779b97f4a7c15ULL + request * 0xd1b54a32d192ed03ULL) {}

  uint64_t next() noexcept {
    state_ += 0x9e3779b97f4a7c15ULL;
    uint64_t bits = state_;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
    return bits ^ (bits >> 31);
  }

  /** At least 0 and below 1. */
  double fraction() noexcept { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

 private:
  uint64_t state_;
};

}  // namespace loadcell

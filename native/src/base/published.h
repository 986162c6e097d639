#pragma once

#include <sched.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace loadcell {

/**
 * A value that one thread writes and others read atomically, without locks on the writing side.
 * A reader that meets a write in progress retries; writes are short and never block.
 */
template <typename Value>
class Published {
  static_assert(std::is_trivially_copyable_v<Value>);
  static constexpr size_t kWords = (sizeof(Value) + sizeof(uint64_t) - 1) / sizeof(uint64_t);

 public:
  Published() noexcept { write(Value{}); }

  /** Called by one thread only. */
  void write(const Value& value) noexcept {
    std::array<uint64_t, kWords> words{};
    std::memcpy(words.data(), &value, sizeof(Value));
    const uint64_t sequence = sequence_.load(std::memory_order_relaxed);
    sequence_.store(sequence + 1, std::memory_order_relaxed);
    for (size_t i = 0; i < kWords; ++i) {
      // Release on every word orders it after the odd sequence number; on x86 it costs nothing.
      words_[i].store(words[i], std::memory_order_release);
    }
    sequence_.store(sequence + 2, std::memory_order_release);
  }

  /** Called by any thread. */
  Value read() const noexcept {
    std::array<uint64_t, kWords> words{};
    for (;;) {
      const uint64_t before = sequence_.load(std::memory_order_acquire);
      for (size_t i = 0; i < kWords; ++i) {
        words[i] = words_[i].load(std::memory_order_acquire);
      }
      const uint64_t after = sequence_.load(std::memory_order_relaxed);
      if (before == after && before % 2 == 0) break;
      sched_yield();
    }
    Value value{};
    std::memcpy(static_cast<void*>(&value), words.data(), sizeof(Value));
    return value;
  }

 private:
  std::atomic<uint64_t> sequence_{0};
  std::array<std::atomic<uint64_t>, kWords> words_{};
};

}  // namespace loadcell

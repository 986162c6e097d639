#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>

#include "base/ring.h"

namespace loadcell {

/** Header before the bytes of an arena. */
struct ArenaHeader {
  /** Bytes that the reader has copied since the beginning. Stored by the reader, with release. */
  alignas(kCacheLineBytes) std::atomic<uint64_t> tail;
};
static_assert(sizeof(ArenaHeader) == kCacheLineBytes);

/** Bytes of memory for an arena, including alignment. */
constexpr size_t arena_bytes(size_t capacity_bytes) noexcept {
  return sizeof(ArenaHeader) + capacity_bytes + kCacheLineBytes;
}

/**
 * Writer of a circular byte buffer in shared memory whose owner outlives it. Bytes become visible with the record that
 * has their position. Used by one thread; the reader is JavaScript.
 */
class ByteArena {
 public:
  ByteArena(void* memory, size_t capacity_bytes) noexcept
      : header_(new (ring_base(memory)) ArenaHeader),
        bytes_(ring_base(memory) + sizeof(ArenaHeader)),
        capacity_bytes_(capacity_bytes) {
    header_->tail.store(0, std::memory_order_relaxed);
    std::memset(bytes_, 0, capacity_bytes);
  }

  /** Bytes written since the beginning: the position of the next ones. */
  uint64_t position() const noexcept { return head_; }

  size_t free_bytes() const noexcept {
    return capacity_bytes_ -
           static_cast<size_t>(head_ - header_->tail.load(std::memory_order_acquire));
  }

  /** The caller has checked that there is room. */
  void append(std::string_view bytes) noexcept {
    const size_t before_end = std::min(bytes.size(), capacity_bytes_ - place_);
    std::memcpy(bytes_ + place_, bytes.data(), before_end);
    head_ += bytes.size();
    place_ += before_end;
    if (place_ < capacity_bytes_) return;
    place_ = bytes.size() - before_end;
    std::memcpy(bytes_, bytes.data() + before_end, place_);
  }

  size_t offset_bytes(const void* memory) const noexcept {
    return static_cast<size_t>(reinterpret_cast<const std::byte*>(header_) -
                               static_cast<const std::byte*>(memory));
  }

 private:
  ArenaHeader* header_;
  std::byte* bytes_;
  size_t capacity_bytes_;
  uint64_t head_ = 0;
  /** `head_` modulo the capacity. */
  size_t place_ = 0;
};

}  // namespace loadcell

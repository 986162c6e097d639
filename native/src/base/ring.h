#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

namespace loadcell {

constexpr size_t kCacheLineBytes = 64;
constexpr uint32_t kRingMagic = 0x4c43524e;  // "LCRN"

/**
 * Header before the slots of a ring. One writer and one reader; either may be JavaScript.
 * Head and tail count records since the beginning and never wrap (2^64).
 */
struct RingHeader {
  alignas(kCacheLineBytes) uint32_t magic;
  uint32_t slot_count;  // a power of two
  uint32_t record_bytes;
  uint32_t reserved;
  /** Records written. Stored by the writer, with release, after the payload. */
  alignas(kCacheLineBytes) std::atomic<uint64_t> head;
  /** Records read. Stored by the reader, with release, after copying the payload. */
  alignas(kCacheLineBytes) std::atomic<uint64_t> tail;
  /** A word that the writer raises for the reader to see immediately; the ring itself does not use it. */
  alignas(kCacheLineBytes) std::atomic<uint32_t> flag;
};
static_assert(sizeof(RingHeader) == 4 * kCacheLineBytes);
static_assert(offsetof(RingHeader, head) == 64 && offsetof(RingHeader, tail) == 128);
static_assert(offsetof(RingHeader, flag) == 192);
static_assert(std::atomic<uint64_t>::is_always_lock_free);

/** Bytes of memory for a ring with `slot_count` slots, including alignment. */
constexpr size_t ring_bytes(uint32_t slot_count, size_t record_bytes) noexcept {
  return sizeof(RingHeader) + slot_count * record_bytes + kCacheLineBytes;
}

/** First cache line boundary at or after `memory`: JavaScript buffers are aligned to 16 bytes only. */
inline std::byte* ring_base(void* memory) noexcept {
  const auto address = reinterpret_cast<uintptr_t>(memory);
  const uintptr_t aligned = (address + kCacheLineBytes - 1) / kCacheLineBytes * kCacheLineBytes;
  return static_cast<std::byte*>(memory) + (aligned - address);
}

/** Writer of a ring in memory whose owner outlives it. Used by one thread. A full ring drops the newest record. */
template <typename Record>
class RingWriter {
 public:
  /** Creates an empty ring in `ring_bytes(slot_count, sizeof(Record))` bytes and touches every page of them. */
  RingWriter(void* memory, uint32_t slot_count) noexcept
      : header_(new (ring_base(memory)) RingHeader),
        slots_(ring_base(memory) + sizeof(RingHeader)),
        slot_count_(slot_count) {
    header_->magic = kRingMagic;
    header_->slot_count = slot_count;
    header_->record_bytes = sizeof(Record);
    header_->reserved = 0;
    header_->head.store(0, std::memory_order_relaxed);
    header_->tail.store(0, std::memory_order_relaxed);
    header_->flag.store(0, std::memory_order_relaxed);
    std::memset(slots_, 0, slot_count * sizeof(Record));
  }

  /** Places a record that `publish` will show to the reader. False when the ring is full. */
  bool stage(const Record& record) noexcept {
    if (staged_ - known_tail_ >= slot_count_) {
      known_tail_ = header_->tail.load(std::memory_order_acquire);
      if (staged_ - known_tail_ >= slot_count_) return false;
    }
    std::memcpy(slot(staged_), &record, sizeof(Record));
    ++staged_;
    // The reader used these cache lines last, long ago: prefetching them keeps the next records from waiting.
    __builtin_prefetch(slot(staged_ + kSlotsAhead), 1);
    return true;
  }

  /** Shows everything staged so far to the reader. */
  void publish() noexcept { header_->head.store(staged_, std::memory_order_release); }

  std::atomic<uint32_t>& flag() noexcept { return header_->flag; }

  /** Bytes from the start of the memory to the header. */
  size_t offset_bytes(const void* memory) const noexcept {
    return static_cast<size_t>(reinterpret_cast<const std::byte*>(header_) -
                               static_cast<const std::byte*>(memory));
  }

 private:
  static constexpr uint64_t kSlotsAhead = 3;

  std::byte* slot(uint64_t index) const noexcept {
    return slots_ + (index & (slot_count_ - 1)) * sizeof(Record);
  }

  RingHeader* header_;
  std::byte* slots_;
  uint64_t slot_count_;
  uint64_t staged_ = 0;
  uint64_t known_tail_ = 0;
};

/** The reading end, for tests without Node; JavaScript has its own over the same layout. Used by one thread. */
template <typename Record>
class RingReader {
 public:
  explicit RingReader(void* memory) noexcept
      : header_(std::launder(reinterpret_cast<RingHeader*>(ring_base(memory)))),
        slots_(ring_base(memory) + sizeof(RingHeader)) {}

  /** Copies the oldest unread record. False when there is none. */
  bool read(Record& record) noexcept {
    const uint64_t tail = header_->tail.load(std::memory_order_relaxed);
    if (tail == header_->head.load(std::memory_order_acquire)) return false;
    std::memcpy(&record, slots_ + (tail & (header_->slot_count - 1)) * sizeof(Record),
                sizeof(Record));
    header_->tail.store(tail + 1, std::memory_order_release);
    return true;
  }

 private:
  RingHeader* header_;
  const std::byte* slots_;
};

}  // namespace loadcell

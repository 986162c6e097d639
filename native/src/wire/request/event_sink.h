#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/ring.h"
#include "wire/request/byte_arena.h"
#include "wire/request/event_record.h"
#include "wire/request/read_stamp.h"
#include "wire/request/request.h"

namespace loadcell {

/** Memory that JavaScript shares with the wire thread; it outlives the wire. */
struct EventMemory {
  /** `ring_bytes(ring_slots, sizeof(EventRecord))` bytes. */
  void* ring;
  /** A power of two. */
  uint32_t ring_slots;
  /** `arena_bytes(arena_bytes)` bytes. */
  void* arena;
  size_t arena_capacity_bytes;
};

/**
 * Writes rows and their bytes. Nothing here waits: the caller checks for room first, or accepts that the row is dropped.
 * Used by the wire thread, and by its owner once that thread has been joined.
 */
class EventSink {
 public:
  /** `head_bytes` is the maximum head of a response. */
  EventSink(const EventMemory& memory, size_t head_bytes) noexcept;

  /** Maximum bytes of a read whose rows are certain to find room; 0: nothing may be read now. */
  size_t readable_bytes() const noexcept;

  /** Counts the row as dropped when the ring is full: the last row of the request has the same data. */
  void write_sent(const Request& request) noexcept;

  /** Counts the row as dropped when the ring is full: the departure is unknown then. */
  void write_departed(const Request& request, int64_t departed_ns) noexcept;

  // Within what `readable_bytes` allowed, these always find room.
  void write_head(const Request& request, const ReadStamp& stamp, int64_t delay_ns,
                  std::string_view block) noexcept;
  /** Adds to the bytes of the next `write_body`. */
  void append_body(std::string_view piece) noexcept;
  /** Does nothing when nothing was appended. */
  void write_body(const Request& request, const ReadStamp& stamp, int64_t delay_ns) noexcept;

  /** Writes the last row of a request. False: the ring is full; try again. */
  bool write_outcome(const Request& request) noexcept;

  /** Makes the rows visible to the reader. */
  void publish() noexcept { ring_.publish(); }

  uint64_t dropped_rows() const noexcept { return dropped_rows_; }
  size_t ring_offset_bytes(const void* memory) const noexcept { return ring_.offset_bytes(memory); }
  size_t arena_offset_bytes(const void* memory) const noexcept {
    return arena_.offset_bytes(memory);
  }

 private:
  size_t free_slots() const noexcept;
  bool write(const EventRecord& record) noexcept;
  void write_bytes(const Request& request, EventKind kind, const ReadStamp& stamp,
                   int64_t delay_ns, uint64_t position) noexcept;

  RingWriter<EventRecord> ring_;
  const RingHeader* header_;
  ByteArena arena_;
  size_t head_bytes_;
  uint64_t written_ = 0;
  uint64_t body_position_ = 0;
  uint64_t dropped_rows_ = 0;
};

}  // namespace loadcell

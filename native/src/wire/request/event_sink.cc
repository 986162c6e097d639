#include "wire/request/event_sink.h"

#include <algorithm>
#include <new>

namespace loadcell {
namespace {

/** Maximum rows of one read: head, body and last row. */
constexpr size_t kRowsOfRead = 3;
/** Widths of the fields of a row. */
constexpr uint16_t kStatusMask = 0x3ff;
constexpr uint16_t kEndpointMask = 0x3f;
/** Smallest read worth a system call. */
constexpr size_t kLeastReadBytes = 4096;

double to_stamp(int64_t ns) noexcept {
  return ns == kUnstamped ? kNoStamp : static_cast<double>(ns);
}

EventRecord record_of(const Request& request, EventKind kind, int64_t at_ns) noexcept {
  EventRecord record{};
  record.at_ns = to_stamp(at_ns);
  record.request_id = request.id;
  record.kind = kind;
  record.flags = request.flags;
  record.status = request.status & kStatusMask;
  record.endpoint = request.endpoint & kEndpointMask;
  record.failure = request.failure;
  record.detail = request.detail;
  return record;
}

}  // namespace

EventSink::EventSink(const EventMemory& memory, size_t head_bytes) noexcept
    : ring_(memory.ring, memory.ring_slots),
      header_(std::launder(reinterpret_cast<const RingHeader*>(ring_base(memory.ring)))),
      arena_(memory.arena, memory.arena_capacity_bytes),
      head_bytes_(head_bytes) {}

size_t EventSink::free_slots() const noexcept {
  const uint64_t unread = written_ - header_->tail.load(std::memory_order_acquire);
  return header_->slot_count - static_cast<size_t>(unread);
}

size_t EventSink::readable_bytes() const noexcept {
  if (free_slots() < kRowsOfRead) return 0;
  // A head is written once it is complete, and earlier reads may have brought most of it.
  const size_t free_bytes = arena_.free_bytes();
  return free_bytes < head_bytes_ + kLeastReadBytes ? 0 : free_bytes - head_bytes_;
}

void EventSink::write_sent(const Request& request) noexcept {
  EventRecord record = record_of(request, EventKind::kSent, request.sent_ns);
  record.sent = {.scheduled_ns = to_stamp(request.scheduled_ns),
                 .sent_ns = to_stamp(request.sent_ns),
                 .connected_ns = to_stamp(request.connected_ns),
                 .least_round_trip_ns = to_stamp(request.least_round_trip_ns)};
  if (!write(record)) ++dropped_rows_;
}

void EventSink::write_departed(const Request& request, int64_t departed_ns) noexcept {
  if (!write(record_of(request, EventKind::kDeparted, departed_ns))) ++dropped_rows_;
}

void EventSink::write_head(const Request& request, const ReadStamp& stamp,
                           int64_t delay_ns, std::string_view block) noexcept {
  const uint64_t position = arena_.position();
  arena_.append(block);
  write_bytes(request, EventKind::kHead, stamp, delay_ns, position);
  body_position_ = arena_.position();
}

void EventSink::append_body(std::string_view piece) noexcept { arena_.append(piece); }

void EventSink::write_body(const Request& request, const ReadStamp& stamp,
                           int64_t delay_ns) noexcept {
  if (arena_.position() == body_position_) return;
  write_bytes(request, EventKind::kBody, stamp, delay_ns, body_position_);
  body_position_ = arena_.position();
}

void EventSink::write_bytes(const Request& request, EventKind kind, const ReadStamp& stamp,
                            int64_t delay_ns, uint64_t position) noexcept {
  EventRecord record = record_of(request, kind, stamp.arrived_ns);
  record.detail = to_brief(stamp.longest_wait_ns);
  record.bytes = {.arena_position = static_cast<double>(position),
                  .byte_count = static_cast<double>(arena_.position() - position),
                  .read_delay_ns = static_cast<double>(delay_ns),
                  .read_ns = to_stamp(stamp.read_ns),
                  .after_ns = to_stamp(stamp.after_ns)};
  write(record);
}

bool EventSink::write_outcome(const Request& request) noexcept {
  EventRecord record = record_of(request, request.outcome, request.end_ns);
  record.retransmits = request.retransmits;
  if (request.outcome == EventKind::kEnd) record.detail = request.out_of_order;
  record.request = {.scheduled_ns = to_stamp(request.scheduled_ns),
                    .sent_ns = to_stamp(request.sent_ns),
                    .connected_ns = to_stamp(request.connected_ns),
                    .first_byte_ns = to_stamp(request.first_byte_ns),
                    .body_bytes = static_cast<double>(request.body_bytes)};
  return write(record);
}

bool EventSink::write(const EventRecord& record) noexcept {
  if (!ring_.stage(record)) return false;
  ++written_;
  return true;
}

}  // namespace loadcell

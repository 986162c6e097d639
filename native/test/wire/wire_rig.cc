#include "wire/wire_rig.h"

#include <sched.h>

#include <algorithm>
#include <memory>
#include <new>
#include <stdexcept>

#include "base/clock.h"

namespace loadcell::test {
namespace {

WireOptions wire_options(const RigOptions& options) {
  return {.connections = options.connections,
          .most_connections = options.most_connections,
          .exchanges = {.connect_timeout_ns = options.connect_timeout_ns,
                        .finish_timeout_ns = options.finish_timeout_ns,
                        .reuses_connections = options.reuses_connections},
          .limits = options.limits};
}

void give_up_at(int64_t deadline_ns) {
  if (monotonic_now_ns() > deadline_ns) throw std::runtime_error("it hangs");
  sched_yield();
}

}  // namespace

WireRig::WireRig(const RigOptions& options)
    : options_(options),
      ring_memory_(ring_bytes(options.ring_slots, sizeof(EventRecord))),
      arena_memory_(arena_bytes(options.arena_capacity_bytes)),
      wire_(wire_options(options), {.ring = ring_memory_.data(),
                                    .ring_slots = options.ring_slots,
                                    .arena = arena_memory_.data(),
                                    .arena_capacity_bytes = options.arena_capacity_bytes}),
      reader_(ring_memory_.data()) {}

void WireRig::stage(double id, std::string_view bytes, int64_t scheduled_ns, int64_t timeout_ns,
                    uint8_t endpoint) {
  auto order = std::make_unique<Order>();
  order->bytes.assign(bytes.begin(), bytes.end());
  Request request;
  request.id = id;
  request.scheduled_ns = scheduled_ns;
  request.timeout_ns = timeout_ns;
  request.endpoint = endpoint;
  request.bytes = order->bytes.data();
  request.byte_count = order->bytes.size();
  order->requests.push_back(request);
  wire_.stage(std::move(order));
}

void WireRig::stage_all(const std::vector<double>& ids, std::string_view bytes,
                        const std::vector<int64_t>& scheduled_ns) {
  auto order = std::make_unique<Order>();
  order->bytes.assign(bytes.begin(), bytes.end());
  for (size_t i = 0; i < ids.size(); ++i) {
    Request request;
    request.id = ids[i];
    request.scheduled_ns = scheduled_ns[i];
    request.timeout_ns = kLongNs;
    request.bytes = order->bytes.data();
    request.byte_count = order->bytes.size();
    order->requests.push_back(request);
  }
  wire_.stage(std::move(order));
}

void WireRig::drain() {
  EventRecord record{};
  while (reader_.read(record)) read(record);
}

void WireRig::read(const EventRecord& record) {
  Outcome& outcome = outcomes_[record.request_id];
  if (record.at_ns < outcome.latest_ns) outcome.is_ordered = false;
  outcome.latest_ns = record.at_ns;
  switch (record.kind) {
    case EventKind::kSent:
      ++outcome.sent_rows;
      outcome.sent = record;
      return;
    case EventKind::kDeparted:
      ++outcome.departed_rows;
      outcome.departed_ns = record.at_ns;
      return;
    case EventKind::kHead:
      ++outcome.head_rows;
      outcome.reads.push_back(record);
      outcome.head += bytes_of(record);
      outcome.longest_delay_ns = std::max(outcome.longest_delay_ns, record.bytes.read_delay_ns);
      return;
    case EventKind::kBody:
      ++outcome.body_rows;
      outcome.reads.push_back(record);
      outcome.body += bytes_of(record);
      outcome.longest_delay_ns = std::max(outcome.longest_delay_ns, record.bytes.read_delay_ns);
      return;
    case EventKind::kEnd:
    case EventKind::kFailed:
    case EventKind::kDropped:
      ++outcome.last_rows;
      ++ended_;
      outcome.last = record;
      return;
  }
  throw std::runtime_error("a row of no kind");
}

std::string WireRig::bytes_of(const EventRecord& record) {
  std::byte* const base = ring_base(arena_memory_.data());
  auto* const header = std::launder(reinterpret_cast<ArenaHeader*>(base));
  const auto position = static_cast<uint64_t>(record.bytes.arena_position);
  const auto count = static_cast<uint64_t>(record.bytes.byte_count);
  std::string bytes;
  for (uint64_t at = position; at < position + count; ++at) {
    bytes += static_cast<char>(base[sizeof(ArenaHeader) + at % options_.arena_capacity_bytes]);
  }
  header->tail.store(position + count, std::memory_order_release);
  return bytes;
}

void WireRig::drain_until_ended(size_t count) {
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  for (drain(); ended_ < count; drain()) give_up_at(deadline_ns);
}

void WireRig::wait_until_opened() {
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (wire_.totals().opened_at_ns == kUnstamped) give_up_at(deadline_ns);
}

void WireRig::stop() {
  wire_.stop();
  do {
    drain();
  } while (!wire_.flush());
  drain();
}

std::string get_request() { return "GET / HTTP/1.1\r\nHost: test\r\n\r\n"; }

std::string post_request(size_t body_bytes) {
  return "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body_bytes) +
         "\r\n\r\n" + std::string(body_bytes, 'q');
}

std::string response(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

}  // namespace loadcell::test

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/ring.h"
#include "wire/request/byte_arena.h"
#include "wire/request/event_record.h"
#include "wire/wire.h"

namespace loadcell::test {

constexpr int64_t kMillisecondNs = 1'000'000;
/** Longer than any test should take: a request that reaches it hangs. */
constexpr int64_t kLongNs = 60'000 * kMillisecondNs;

/** The rows of one request. */
struct Outcome {
  int sent_rows = 0;
  int head_rows = 0;
  int body_rows = 0;
  /** 1 once it has ended. */
  int last_rows = 0;
  std::string head;
  std::string body;
  EventRecord sent{};
  int departed_rows = 0;
  double departed_ns = 0;
  EventRecord last{};
  /** Rows of the head and the body, in order. */
  std::vector<EventRecord> reads;
  double longest_delay_ns = 0;
  /** Whether the timestamps of its rows never decreased. */
  bool is_ordered = true;
  double latest_ns = 0;
};

struct RigOptions {
  size_t connections = 1;
  size_t most_connections = 1;
  int64_t connect_timeout_ns = kLongNs;
  int64_t finish_timeout_ns = kLongNs;
  bool reuses_connections = true;
  FramerLimits limits{.header_bytes = 4096, .body_bytes = 1 << 24};
  uint32_t ring_slots = 4096;
  size_t arena_capacity_bytes = 4 << 20;
};

/** A wire with its shared memory, used as JavaScript does. */
class WireRig {
 public:
  explicit WireRig(const RigOptions& options = {});

  /** Stages one request; without `scheduled_ns`, as soon as possible. */
  void stage(double id, std::string_view bytes, int64_t scheduled_ns = kUnstamped,
             int64_t timeout_ns = kLongNs, uint8_t endpoint = 0);
  void stage_all(const std::vector<double>& ids, std::string_view bytes,
                 const std::vector<int64_t>& scheduled_ns);

  /** Reads the rows on the ring. */
  void drain();
  /** Drains until `count` requests have ended. */
  void drain_until_ended(size_t count);
  void wait_until_opened();
  /** Stops, and drains everything. */
  void stop();

  const Outcome& outcome(double id) { return outcomes_[id]; }
  const std::map<double, Outcome>& all() const noexcept { return outcomes_; }
  size_t ended() const noexcept { return ended_; }
  Wire& wire() noexcept { return wire_; }

 private:
  void read(const EventRecord& record);
  std::string bytes_of(const EventRecord& record);

  RigOptions options_;
  std::vector<std::byte> ring_memory_;
  std::vector<std::byte> arena_memory_;
  Wire wire_;
  RingReader<EventRecord> reader_;
  std::map<double, Outcome> outcomes_;
  size_t ended_ = 0;
};

/** `GET /` without a body. */
std::string get_request();

/** Bytes of a body that the socket does not hold: Linux lets its send buffer grow to 4 MiB. */
constexpr size_t kBeyondBuffers = 5'000'000;

/** `POST /` with a body of the given size. */
std::string post_request(size_t body_bytes);

/** A response of 200 with the body and its length. */
std::string response(std::string_view body);

}  // namespace loadcell::test

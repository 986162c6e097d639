#include "napi/wire/wire_object.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "napi/guarded.h"
#include "napi/options_reader.h"
#include "napi/wire/wire_request_table.h"

namespace loadcell {
namespace {

constexpr int64_t kMostConnections = 1 << 20;
constexpr int64_t kLongestTimeoutNs = int64_t{7} * 24 * 3600 * 1'000'000'000;

Address address_of(const Napi::Value& value) {
  const OptionsReader reader(value);
  const std::string path = reader.text("path");
  if (!path.empty()) return Address::from_path(path);
  return Address::from_ip(reader.text("host"),
                          static_cast<uint16_t>(reader.integer("port", 1, 65535)));
}

ServerEndpoint endpoint_of(const Napi::Value& value) {
  const auto array = value.As<Napi::Object>().Get("addresses").As<Napi::Array>();
  ServerEndpoint endpoint{.addresses = {}, .host = OptionsReader(value).text("host")};
  for (uint32_t i = 0; i < array.Length(); ++i) {
    endpoint.addresses.push_back(address_of(array.Get(i)));
  }
  if (endpoint.addresses.empty()) throw Error("ADDRESS", "The endpoint has no address.");
  return endpoint;
}

double stamp_or_nan(int64_t ns) {
  return ns == kUnstamped ? kNoStamp : static_cast<double>(ns);
}

/** A quantile of a histogram, where -1 means none. The middle of a bucket may exceed the largest value in it. */
double quantile_or_nan(double quantile_ns, int64_t max_ns) {
  return quantile_ns < 0 ? kNoStamp : std::fmin(quantile_ns, static_cast<double>(max_ns));
}

}  // namespace

Napi::Function WireObject::define(Napi::Env env) {
  return DefineClass(env, "Wire",
                     {
                         InstanceMethod<&WireObject::start>("start"),
                         InstanceMethod<&WireObject::stage>("stage"),
                         InstanceMethod<&WireObject::cancel>("cancel"),
                         InstanceMethod<&WireObject::finish>("finish"),
                         InstanceMethod<&WireObject::cancel_all>("cancelAll"),
                         InstanceMethod<&WireObject::close_idle>("closeIdle"),
                         InstanceMethod<&WireObject::end_sending_at>("endSendingAt"),
                         InstanceMethod<&WireObject::stop>("stop"),
                         InstanceMethod<&WireObject::flush>("flush"),
                         InstanceMethod<&WireObject::totals>("totals"),
                         InstanceMethod<&WireObject::ring_offset_bytes>("ringOffsetBytes"),
                         InstanceMethod<&WireObject::arena_offset_bytes>("arenaOffsetBytes"),
                     });
}

WireObject::WireObject(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<WireObject>(info), env_(info.Env()) {
  const OptionsReader reader(info[0]);
  const int64_t most_connections = reader.integer("mostConnections", 1, kMostConnections);
  const WireOptions options{
      .connections = static_cast<size_t>(reader.integer("connections", 0, most_connections)),
      .most_connections = static_cast<size_t>(most_connections),
      .exchanges = {.connect_timeout_ns = reader.integer("connectTimeoutNs", 1, kLongestTimeoutNs),
                    .finish_timeout_ns = reader.integer("finishTimeoutNs", 0, kLongestTimeoutNs),
                    .reuses_connections = reader.boolean("reusesConnections")},
      .limits = {.header_bytes = static_cast<size_t>(reader.integer("headerBytes", 256, 1 << 24)),
                 .body_bytes = static_cast<uint64_t>(reader.integer("bodyBytes", 0, int64_t{1} << 50))},
  };
  const auto ring_slots = static_cast<uint32_t>(reader.integer("ringSlots", 4, 1 << 24));
  if ((ring_slots & (ring_slots - 1)) != 0) {
    throw Napi::RangeError::New(env_, "ringSlots must be a power of two.");
  }
  // A head and some bytes after it must fit, or nothing would ever be read.
  const auto least_arena_bytes = static_cast<int64_t>(2 * options.limits.header_bytes + 16'384);
  const auto arena_capacity_bytes =
      static_cast<size_t>(reader.integer("arenaBytes", least_arena_bytes, int64_t{1} << 32));
  auto ring = reader.bytes("ring", ring_bytes(ring_slots, sizeof(EventRecord)));
  auto arena = reader.bytes("arena", arena_bytes(arena_capacity_bytes));
  guarded(env_, [&] {
    wire_ = std::make_unique<Wire>(options,
                                   EventMemory{.ring = ring.Data(),
                                               .ring_slots = ring_slots,
                                               .arena = arena.Data(),
                                               .arena_capacity_bytes = arena_capacity_bytes});
  });
  ring_ = Napi::Persistent(ring);
  arena_ = Napi::Persistent(arena);
  if (napi_add_env_cleanup_hook(env_, &WireObject::on_teardown, this) != napi_ok) {
    throw Napi::Error::New(env_, "Cannot register the wire for teardown.");
  }
  hooked_ = true;
}

WireObject::~WireObject() {
  if (hooked_) napi_remove_env_cleanup_hook(env_, &WireObject::on_teardown, this);
  // The thread writes to the views, so it ends first.
  wire_.reset();
}

void WireObject::on_teardown(void* self) {
  auto& object = *static_cast<WireObject*>(self);
  // The environment removes the hook once it has run.
  object.hooked_ = false;
  object.wire_->stop();
}

void WireObject::start(const Napi::CallbackInfo& info) {
  guarded(env_, [&] {
    const auto array = info[0].As<Napi::Array>();
    if (array.Length() == 0 || array.Length() > kMostEndpoints) {
      throw Error("ADDRESS", "expected 1 to " + std::to_string(kMostEndpoints) + " endpoints.");
    }
    std::vector<ServerEndpoint> endpoints;
    for (uint32_t i = 0; i < array.Length(); ++i) endpoints.push_back(endpoint_of(array.Get(i)));
    const auto source_array = info[1].As<Napi::Array>();
    std::vector<Address> sources;
    for (uint32_t i = 0; i < source_array.Length(); ++i) {
      sources.push_back(Address::from_ip(source_array.Get(i).As<Napi::String>().Utf8Value(), 0));
    }
    wire_->start_all(std::move(endpoints), sources);
  });
}

void WireObject::stage(const Napi::CallbackInfo& info) {
  guarded(env_, [&] { wire_->stage(read_request_table(info)); });
}

void WireObject::cancel(const Napi::CallbackInfo& info) {
  guarded(env_, [&] { wire_->cancel(info[0].As<Napi::Number>().DoubleValue()); });
}

void WireObject::finish(const Napi::CallbackInfo& info) {
  guarded(env_, [&] { wire_->finish(info[0].As<Napi::Number>().DoubleValue()); });
}

void WireObject::cancel_all(const Napi::CallbackInfo&) {
  guarded(env_, [&] { wire_->cancel_all(); });
}

void WireObject::close_idle(const Napi::CallbackInfo&) {
  guarded(env_, [&] { wire_->close_idle(); });
}

void WireObject::end_sending_at(const Napi::CallbackInfo& info) {
  const double at_ns = info[0].As<Napi::Number>().DoubleValue();
  if (std::isnan(at_ns)) throw Napi::RangeError::New(env_, "atNs must be a number.");
  wire_->end_sending_at(at_ns >= static_cast<double>(kNever) ? kNever
                                                             : static_cast<int64_t>(at_ns));
}

void WireObject::stop(const Napi::CallbackInfo&) { wire_->stop(); }

Napi::Value WireObject::flush(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), wire_->flush());
}

Napi::Value WireObject::totals(const Napi::CallbackInfo& info) {
  const WireTotals totals = wire_->totals();
  const auto send_delay_ns = [&](double quantile) {
    return quantile_or_nan(wire_->send_delay_ns(quantile), totals.max_send_delay_ns);
  };
  const auto read_lateness_ns = [&](double quantile) {
    return quantile_or_nan(wire_->read_lateness_ns(quantile), totals.max_read_lateness_ns);
  };
  Napi::Object object = Napi::Object::New(info.Env());
  const auto set = [&object](const char* name, uint64_t count) {
    object.Set(name, static_cast<double>(count));
  };
  object.Set("openedAtNs", stamp_or_nan(totals.opened_at_ns));
  object.Set("cpuNs", static_cast<double>(wire_->cpu_ns()));
  set("staged", totals.staged);
  set("sent", totals.sent);
  set("completed", totals.completed);
  set("failed", totals.failed);
  set("cancelled", totals.cancelled);
  set("dropped", totals.dropped);
  set("lateSends", totals.late_sends);
  object.Set("sendDelayP50Ns", send_delay_ns(0.5));
  object.Set("sendDelayP99Ns", send_delay_ns(0.99));
  object.Set("sendDelayMaxNs",
             totals.sent == 0 ? kNoStamp : static_cast<double>(totals.max_send_delay_ns));
  set("kernelStampedReads", totals.kernel_stamped_reads);
  set("threadStampedReads", totals.thread_stamped_reads);
  set("rejectedStamps", totals.rejected_stamps);
  set("clockSteps", totals.clock_steps);
  object.Set("readLatenessP50Ns", read_lateness_ns(0.5));
  object.Set("readLatenessP99Ns", read_lateness_ns(0.99));
  object.Set("readLatenessMaxNs", totals.kernel_stamped_reads == 0
                                      ? kNoStamp
                                      : static_cast<double>(totals.max_read_lateness_ns));
  object.Set("leastRoundTripNs", stamp_or_nan(totals.least_round_trip_ns));
  object.Set("roundTripP50Ns", quantile_or_nan(wire_->round_trip_ns(0.5), totals.max_round_trip_ns));
  object.Set("roundTripP99Ns", quantile_or_nan(wire_->round_trip_ns(0.99), totals.max_round_trip_ns));
  set("retransmits", totals.retransmits);
  set("outOfOrder", totals.out_of_order);
  set("openConnections", totals.open_connections);
  set("connectionsOpenedBefore", totals.opened_before);
  set("connectionsOpenedDuring", totals.opened_during);
  set("freshConnections", totals.fresh_connections);
  set("sourceAddresses", totals.source_addresses);
  set("resends", totals.resends);
  set("limitCause", totals.limit_cause);
  set("limitedRequests", totals.limited_requests);
  set("limitedAtConnections", totals.limited_at_connections);
  object.Set("longestLimitedNs", static_cast<double>(totals.longest_limited_ns));
  set("failedConnections", totals.failed_connections);
  set("lastConnectFailure", totals.last_connect_failure);
  set("lastConnectDetail", totals.last_connect_detail);
  set("readPauses", totals.read_pauses);
  object.Set("readPausedNs", static_cast<double>(totals.paused_ns));
  set("droppedRows", totals.dropped_rows);
  set("waitingRows", totals.waiting_rows);
  set("sentBytes", totals.sent_bytes);
  set("receivedBytes", totals.received_bytes);
  return object;
}

Napi::Value WireObject::ring_offset_bytes(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(wire_->ring_offset_bytes()));
}

Napi::Value WireObject::arena_offset_bytes(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(wire_->arena_offset_bytes()));
}

}  // namespace loadcell

#include "napi/mock/mock_object.h"

#include <cmath>
#include <limits>
#include <string>

#include "napi/guarded.h"
#include "napi/options_reader.h"

namespace loadcell {
namespace {

constexpr int64_t kLongestWaitNs = int64_t{24} * 3600 * 1'000'000'000;
constexpr int64_t kPartsInWhole = 1'000'000;

MockOptions read_options(const OptionsReader& reader) {
  return {
      .host = reader.text("host"),
      .port = static_cast<uint16_t>(reader.integer("port", 0, 65535)),
      .model = reader.text("model"),
      .is_strict_about_model = reader.boolean("isStrictAboutModel"),
      .first_token_ns = reader.integer("firstTokenNs", 0, kLongestWaitNs),
      .gap_ns = reader.integer("gapNs", 0, kLongestWaitNs),
      .tokens = static_cast<uint32_t>(reader.integer("tokens", 1, 1'000'000)),
      .jitter_ns = reader.integer("jitterNs", 0, kLongestWaitNs),
      .seed = static_cast<uint64_t>(reader.integer("seed", 0, int64_t{1} << 53)),
      .slots = static_cast<uint32_t>(reader.integer("slots", 0, 1 << 20)),
      .fault_ratio = static_cast<double>(reader.integer("faultPartsPerMillion", 0, kPartsInWhole)) /
                     static_cast<double>(kPartsInWhole),
      .fault = reader.boolean("faultDrops") ? MockFault::kDrop : MockFault::kStatus,
  };
}

}  // namespace

Napi::Function MockObject::define(Napi::Env env) {
  return DefineClass(env, "MockServer",
                     {
                         InstanceMethod<&MockObject::stop>("stop"),
                         InstanceMethod<&MockObject::port>("port"),
                         InstanceMethod<&MockObject::totals>("totals"),
                         InstanceMethod<&MockObject::ring_offset_bytes>("ringOffsetBytes"),
                     });
}

MockObject::MockObject(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<MockObject>(info), env_(info.Env()) {
  const OptionsReader reader(info[0]);
  const MockOptions options = read_options(reader);
  const auto ring_slots = static_cast<uint32_t>(reader.integer("ringSlots", 2, 1 << 24));
  if ((ring_slots & (ring_slots - 1)) != 0) {
    throw Napi::RangeError::New(env_, "ringSlots must be a power of two.");
  }
  auto ring = reader.bytes("ring", ring_bytes(ring_slots, sizeof(MockStamp)));
  guarded(env_, [&] {
    server_ = std::make_unique<MockServer>(options,
                                           MockMemory{.ring = ring.Data(), .ring_slots = ring_slots});
  });
  ring_ = Napi::Persistent(ring);
  if (napi_add_env_cleanup_hook(env_, &MockObject::on_teardown, this) != napi_ok) {
    throw Napi::Error::New(env_, "Cannot register the mock server for teardown.");
  }
  hooked_ = true;
}

MockObject::~MockObject() {
  if (hooked_) napi_remove_env_cleanup_hook(env_, &MockObject::on_teardown, this);
  // The thread writes to the view, so it ends first.
  server_.reset();
}

void MockObject::on_teardown(void* self) {
  auto& object = *static_cast<MockObject*>(self);
  // The environment removes the hook once it has run.
  object.hooked_ = false;
  object.server_->stop();
}

void MockObject::stop(const Napi::CallbackInfo&) { server_->stop(); }

Napi::Value MockObject::port(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), server_->port());
}

Napi::Value MockObject::totals(const Napi::CallbackInfo& info) {
  constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();
  const MockTotals totals = server_->totals();
  const auto max_lateness_ns = static_cast<double>(totals.max_lateness_ns);
  const auto lateness_or_nan = [&](double quantile) {
    const double lateness_ns = server_->lateness_ns(quantile);
    // The middle of a bucket may exceed the largest value in it.
    return lateness_ns < 0 ? kNotMeasured : std::fmin(lateness_ns, max_lateness_ns);
  };
  Napi::Object object = Napi::Object::New(info.Env());
  const auto set = [&object](const char* name, uint64_t count) {
    object.Set(name, static_cast<double>(count));
  };
  set("acceptedConnections", totals.accepted_connections);
  set("openConnections", totals.open_connections);
  set("requests", totals.requests);
  set("answered", totals.answered);
  set("faulted", totals.faulted);
  set("abandoned", totals.abandoned);
  set("rejected", totals.rejected);
  set("waiting", totals.waiting);
  set("mostWaiting", totals.most_waiting);
  set("events", totals.events);
  object.Set("latenessP50Ns", lateness_or_nan(0.5));
  object.Set("latenessP99Ns", lateness_or_nan(0.99));
  object.Set("latenessMaxNs", totals.events == 0 ? kNotMeasured : max_lateness_ns);
  set("stalledSends", totals.stalled_sends);
  set("droppedStamps", totals.dropped_stamps);
  object.Set("cpuNs", static_cast<double>(server_->cpu_ns()));
  return object;
}

Napi::Value MockObject::ring_offset_bytes(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(server_->ring_offset_bytes()));
}

}  // namespace loadcell

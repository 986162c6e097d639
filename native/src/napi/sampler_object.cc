#include "napi/sampler_object.h"

#include <cmath>
#include <string>
#include <utility>

#include "napi/guarded.h"
#include "napi/options_reader.h"

namespace loadcell {
namespace {

Napi::Object column_to_object(Napi::Env env, const ColumnTotals& column) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("count", static_cast<double>(column.count));
  object.Set("first", column.first);
  object.Set("last", column.last);
  object.Set("peak", column.peak);
  object.Set("peakAtNs", column.peak_at_ns);
  object.Set("lowest", column.lowest);
  object.Set("average", column.average());
  return object;
}

}  // namespace

Napi::Function SamplerObject::define(Napi::Env env) {
  return DefineClass(env, "Sampler",
                     {
                         InstanceMethod<&SamplerObject::start>("start"),
                         InstanceMethod<&SamplerObject::stop>("stop"),
                         InstanceMethod<&SamplerObject::totals>("totals"),
                         InstanceMethod<&SamplerObject::has_exited>("hasExited"),
                         InstanceMethod<&SamplerObject::ring_offset_bytes>("ringOffsetBytes"),
                     });
}

SamplerObject::SamplerObject(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<SamplerObject>(info), env_(info.Env()) {
  const OptionsReader options(info, 0);
  const auto pid = static_cast<pid_t>(options.integer("pid", 1, INT32_MAX));
  const int64_t period_ns = options.integer("periodNs", 1'000, 3'600'000'000'000);
  const auto ring_slots = static_cast<uint32_t>(options.integer("ringSlots", 2, 1 << 24));
  const std::string proc_root = options.text("procRoot");
  if ((ring_slots & (ring_slots - 1)) != 0) {
    throw Napi::RangeError::New(env_, "ringSlots must be a power of two.");
  }
  if (!info[1].IsTypedArray() ||
      info[1].As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    throw Napi::TypeError::New(env_, "The second argument must be a Uint8Array.");
  }
  auto view = info[1].As<Napi::Uint8Array>();
  if (view.ByteLength() < ring_bytes(ring_slots, sizeof(Record))) {
    throw Napi::RangeError::New(env_, "The ring's memory is too small for ringSlots.");
  }
  guarded(env_, [&] {
    sampler_ = std::make_unique<Sampler>(ProcessHandle::open(proc_root, pid), period_ns,
                                         view.Data(), ring_slots);
  });
  ring_ = Napi::Persistent(view);
  if (napi_add_env_cleanup_hook(env_, &SamplerObject::on_teardown, this) != napi_ok) {
    throw Napi::Error::New(env_, "Could not register the sampler for teardown.");
  }
  hooked_ = true;
}

SamplerObject::~SamplerObject() {
  if (hooked_) napi_remove_env_cleanup_hook(env_, &SamplerObject::on_teardown, this);
  if (sampler_) sampler_->stop();
}

void SamplerObject::on_teardown(void* self) {
  auto& object = *static_cast<SamplerObject*>(self);
  // The environment forgets the hook by itself once it has run.
  object.hooked_ = false;
  object.sampler_->stop();
}

void SamplerObject::start(const Napi::CallbackInfo& info) {
  guarded(info.Env(), [this] { sampler_->start(); });
}

void SamplerObject::stop(const Napi::CallbackInfo&) { sampler_->stop(); }

Napi::Value SamplerObject::totals(const Napi::CallbackInfo& info) {
  const SamplerTotals totals = sampler_->totals();
  const double p50_ns = sampler_->lateness_ns(0.5);
  const double p99_ns = sampler_->lateness_ns(0.99);
  Napi::Env env = info.Env();
  Napi::Object object = Napi::Object::New(env);
  object.Set("startedAtNs", totals.started_at_ns);
  object.Set("lastAtNs", totals.last_at_ns);
  object.Set("exitedAtNs", sampler_->has_exited() ? totals.exited_at_ns : kNotMeasured);
  object.Set("ticks", static_cast<double>(totals.ticks));
  object.Set("lateTicks", static_cast<double>(totals.late_ticks));
  object.Set("missedTicks", static_cast<double>(totals.missed_ticks));
  object.Set("sampleCount", static_cast<double>(totals.samples));
  object.Set("droppedSamples", static_cast<double>(totals.dropped_samples));
  object.Set("readErrors", static_cast<double>(totals.read_errors));
  object.Set("latenessP50Ns", p50_ns < 0 ? kNotMeasured : p50_ns);
  object.Set("latenessP99Ns", p99_ns < 0 ? kNotMeasured : std::fmin(p99_ns, totals.max_lateness_ns));
  object.Set("latenessMaxNs", totals.max_lateness_ns);
  object.Set("cpuNs", static_cast<double>(sampler_->cpu_ns()));
  object.Set("rssBytes", column_to_object(env, totals.rss));
  return object;
}

Napi::Value SamplerObject::has_exited(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), sampler_->has_exited());
}

Napi::Value SamplerObject::ring_offset_bytes(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(sampler_->ring_offset_bytes()));
}

}  // namespace loadcell

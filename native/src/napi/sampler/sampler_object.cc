#include "napi/sampler/sampler_object.h"

#include <utility>

#include "napi/guarded.h"
#include "napi/sampler/read_setup.h"
#include "napi/sampler/totals_to_object.h"

namespace loadcell {

Napi::Function SamplerObject::define(Napi::Env env) {
  return DefineClass(
      env, "Sampler",
      {
          InstanceMethod<&SamplerObject::start>("start"),
          InstanceMethod<&SamplerObject::stop>("stop"),
          InstanceMethod<&SamplerObject::totals>("totals"),
          InstanceMethod<&SamplerObject::processes>("processes"),
          InstanceMethod<&SamplerObject::living>("living"),
          InstanceMethod<&SamplerObject::surveyed>("surveyed"),
          InstanceMethod<&SamplerObject::heap>("heap"),
          InstanceMethod<&SamplerObject::add_heap>("addHeap"),
          InstanceMethod<&SamplerObject::missing>("missing"),
          InstanceMethod<&SamplerObject::has_exited>("hasExited"),
          InstanceMethod<&SamplerObject::ring_offset_bytes>("ringOffsetBytes"),
          InstanceMethod<&SamplerObject::survey_ring_offset_bytes>("surveyRingOffsetBytes"),
      });
}

SamplerObject::SamplerObject(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<SamplerObject>(info), env_(info.Env()) {
  guarded(env_, [&] {
    ReadSetup read = read_setup(info[0]);
    sampler_ = std::make_unique<Sampler>(std::move(read.setup));
    views_ = std::move(read.views);
    missing_ = std::move(read.missing);
    heap_ = std::move(read.heap);
  });
  if (napi_add_env_cleanup_hook(env_, &SamplerObject::on_teardown, this) != napi_ok) {
    throw Napi::Error::New(env_, "Cannot register the sampler for teardown.");
  }
  hooked_ = true;
}

SamplerObject::~SamplerObject() {
  if (hooked_) napi_remove_env_cleanup_hook(env_, &SamplerObject::on_teardown, this);
  if (sampler_) stop_all();
}

void SamplerObject::stop_all() noexcept {
  // Stop the thread that requests heap values before the heap.
  sampler_->stop();
  if (heap_.source) heap_.source->stop();
}

void SamplerObject::on_teardown(void* self) {
  auto& object = *static_cast<SamplerObject*>(self);
  // The environment removes the hook once it has run.
  object.hooked_ = false;
  object.stop_all();
}

void SamplerObject::start(const Napi::CallbackInfo& info) {
  guarded(info.Env(), [this] {
    if (heap_.source) heap_.source->start();
    sampler_->start();
  });
}

void SamplerObject::stop(const Napi::CallbackInfo&) { stop_all(); }

Napi::Value SamplerObject::totals(const Napi::CallbackInfo& info) {
  return totals_to_object(info.Env(), *sampler_);
}

Napi::Value SamplerObject::processes(const Napi::CallbackInfo& info) {
  return processes_to_array(info.Env(), sampler_->table().reports());
}

Napi::Value SamplerObject::living(const Napi::CallbackInfo& info) {
  const std::vector<ProcessIdentity> living = sampler_->table().living();
  Napi::Array array = Napi::Array::New(info.Env(), living.size());
  for (uint32_t i = 0; i < living.size(); ++i) {
    Napi::Object object = Napi::Object::New(info.Env());
    object.Set("pid", living[i].pid);
    object.Set("startTicks", static_cast<double>(living[i].start_ticks));
    array.Set(i, object);
  }
  return array;
}

Napi::Value SamplerObject::surveyed(const Napi::CallbackInfo& info) {
  const Survey* survey = sampler_->survey();
  return surveyed_to_array(info.Env(),
                           survey == nullptr ? std::vector<KindTotals>{} : survey->surveyed());
}

Napi::Value SamplerObject::heap(const Napi::CallbackInfo& info) {
  if (!heap_.source) return info.Env().Null();
  Napi::Object object = Napi::Object::New(info.Env());
  object.Set("timerBecause", heap_.timer_because);
  object.Set("columns", columns_to_array(info.Env(), heap_.source->totals()));
  return object;
}

void SamplerObject::add_heap(const Napi::CallbackInfo& info) {
  // When V8 supplies the values, those of JavaScript are ignored.
  if (heap_.source && !heap_.timer_because.empty()) heap_.source->add(read_heap_values(info[0]));
}

Napi::Value SamplerObject::missing(const Napi::CallbackInfo& info) {
  return texts_to_array(info.Env(), missing_);
}

Napi::Value SamplerObject::has_exited(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), sampler_->has_exited());
}

Napi::Value SamplerObject::ring_offset_bytes(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(sampler_->hot().ring_offset_bytes()));
}

Napi::Value SamplerObject::survey_ring_offset_bytes(const Napi::CallbackInfo& info) {
  const Survey* survey = sampler_->survey();
  return Napi::Number::New(
      info.Env(), survey == nullptr ? 0 : static_cast<double>(survey->ring_offset_bytes()));
}

}  // namespace loadcell

#include "napi/sampler_object.h"

#include <utility>

#include "napi/guarded.h"
#include "napi/read_setup.h"
#include "napi/totals_to_object.h"

namespace loadcell {

Napi::Function SamplerObject::define(Napi::Env env) {
  return DefineClass(
      env, "Sampler",
      {
          InstanceMethod<&SamplerObject::start>("start"),
          InstanceMethod<&SamplerObject::stop>("stop"),
          InstanceMethod<&SamplerObject::totals>("totals"),
          InstanceMethod<&SamplerObject::processes>("processes"),
          InstanceMethod<&SamplerObject::surveyed>("surveyed"),
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
  });
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
  return totals_to_object(info.Env(), *sampler_);
}

Napi::Value SamplerObject::processes(const Napi::CallbackInfo& info) {
  return processes_to_array(info.Env(), sampler_->table().reports());
}

Napi::Value SamplerObject::surveyed(const Napi::CallbackInfo& info) {
  const Survey* survey = sampler_->survey();
  return surveyed_to_array(info.Env(),
                           survey == nullptr ? std::vector<KindTotals>{} : survey->surveyed());
}

Napi::Value SamplerObject::missing(const Napi::CallbackInfo& info) {
  Napi::Array array = Napi::Array::New(info.Env(), missing_.size());
  for (uint32_t i = 0; i < missing_.size(); ++i) array.Set(i, missing_[i]);
  return array;
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

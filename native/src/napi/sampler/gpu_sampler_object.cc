#include "napi/sampler/gpu_sampler_object.h"

#include <utility>
#include <vector>

#include "napi/guarded.h"
#include "napi/sampler/read_setup.h"
#include "napi/sampler/totals_to_object.h"

namespace loadcell {
namespace {

/** How long a stop, and with it the JavaScript thread, waits for a driver, ns. */
constexpr int64_t kPatienceNs = 300'000'000;
/** Largest integer that is exact in JavaScript. */
constexpr int64_t kMostTicks = int64_t{1} << 53;

}  // namespace

Napi::Function GpuSamplerObject::define(Napi::Env env) {
  return DefineClass(
      env, "GpuSampler",
      {
          InstanceMethod<&GpuSamplerObject::start>("start"),
          InstanceMethod<&GpuSamplerObject::stop>("stop"),
          InstanceMethod<&GpuSamplerObject::set_processes>("setProcesses"),
          InstanceMethod<&GpuSamplerObject::totals>("totals"),
          InstanceMethod<&GpuSamplerObject::devices>("devices"),
          InstanceMethod<&GpuSamplerObject::missing>("missing"),
          InstanceMethod<&GpuSamplerObject::problems>("problems"),
          InstanceMethod<&GpuSamplerObject::ring_offset_bytes>("ringOffsetBytes"),
      });
}

GpuSamplerObject::GpuSamplerObject(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<GpuSamplerObject>(info), env_(info.Env()) {
  const OptionsReader options(info[0]);
  GpuSetup setup{
      .nvml_path = options.text("nvmlPath"),
      .sys_root = options.text("sysRoot"),
      .proc_root = options.text("procRoot"),
      .period_ns = options.integer("periodNs", kShortestPeriodNs, kLongestPeriodNs),
      .processes_period_ns =
          options.integer("processesPeriodNs", kShortestPeriodNs, kLongestPeriodNs),
  };
  std::vector<Napi::Reference<Napi::Uint8Array>> views;
  const RingMemory ring = read_ring(options, env_, views);
  sampler_ = std::make_unique<GpuSampler>(std::move(setup), ring.memory, ring.slots);
  ring_ = std::move(views.front());
  if (napi_add_env_cleanup_hook(env_, &GpuSamplerObject::on_teardown, this) != napi_ok) {
    throw Napi::Error::New(env_, "Cannot register the GPU sampler for teardown.");
  }
  hooked_ = true;
}

GpuSamplerObject::~GpuSamplerObject() {
  if (hooked_) napi_remove_env_cleanup_hook(env_, &GpuSamplerObject::on_teardown, this);
  if (sampler_) sampler_->stop(kPatienceNs);
}

void GpuSamplerObject::on_teardown(void* self) {
  auto& object = *static_cast<GpuSamplerObject*>(self);
  // The environment removes the hook once it has run.
  object.hooked_ = false;
  object.sampler_->stop(kPatienceNs);
}

void GpuSamplerObject::start(const Napi::CallbackInfo& info) {
  guarded(info.Env(), [this] { sampler_->start(); });
}

void GpuSamplerObject::stop(const Napi::CallbackInfo&) { sampler_->stop(kPatienceNs); }

void GpuSamplerObject::set_processes(const Napi::CallbackInfo& info) {
  const OptionsReader options(info[0]);
  const std::vector<int64_t> pids = options.integers("pids", 1, INT32_MAX);
  const std::vector<int64_t> starts = options.integers("startTicks", 0, kMostTicks);
  if (starts.size() != pids.size()) {
    throw Napi::RangeError::New(info.Env(), "startTicks must have one entry per pid.");
  }
  std::vector<ProcessIdentity> processes;
  for (size_t i = 0; i < pids.size(); ++i) {
    processes.push_back({.pid = static_cast<pid_t>(pids[i]),
                         .start_ticks = static_cast<uint64_t>(starts[i])});
  }
  sampler_->watch().set_processes(std::move(processes));
}

Napi::Value GpuSamplerObject::totals(const Napi::CallbackInfo& info) {
  const GpuTotals totals = sampler_->watch().totals();
  Napi::Object object = Napi::Object::New(info.Env());
  object.Set("isOpen", totals.is_open);
  object.Set("ticks", static_cast<double>(totals.ticks));
  object.Set("missedTicks", static_cast<double>(totals.missed_ticks));
  object.Set("rows", static_cast<double>(totals.rows));
  object.Set("droppedRows", static_cast<double>(totals.dropped_rows));
  object.Set("readingSinceNs", totals.reading_since_ns);
  object.Set("wasLeftBehind", sampler_->was_left_behind());
  object.Set("cpuNs", static_cast<double>(sampler_->cpu_ns()));
  return object;
}

Napi::Value GpuSamplerObject::devices(const Napi::CallbackInfo& info) {
  const std::vector<GpuReport> reports = sampler_->watch().reports();
  Napi::Array array = Napi::Array::New(info.Env(), reports.size());
  for (uint32_t i = 0; i < reports.size(); ++i) {
    Napi::Object object = Napi::Object::New(info.Env());
    object.Set("vendor", reports[i].vendor);
    object.Set("name", reports[i].name);
    object.Set("id", reports[i].id);
    object.Set("problem", reports[i].problem);
    object.Set("unattributed", reports[i].unattributed);
    object.Set("figures", columns_to_array(info.Env(), reports[i].figures));
    object.Set("clocks", columns_to_array(info.Env(), reports[i].clocks));
    array.Set(i, object);
  }
  return array;
}

Napi::Value GpuSamplerObject::missing(const Napi::CallbackInfo& info) {
  return texts_to_array(info.Env(), sampler_->watch().missing());
}

Napi::Value GpuSamplerObject::problems(const Napi::CallbackInfo& info) {
  return texts_to_array(info.Env(), sampler_->watch().problems());
}

Napi::Value GpuSamplerObject::ring_offset_bytes(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(),
                           static_cast<double>(sampler_->watch().ring_offset_bytes()));
}

}  // namespace loadcell

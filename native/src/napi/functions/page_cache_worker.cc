#include "napi/functions/page_cache_worker.h"

#include <optional>
#include <string>
#include <utility>

#include "base/error.h"
#include "page_cache/page_cache.h"

namespace loadcell {
namespace {

Napi::Object to_object(Napi::Env env, const PageCacheReading& reading) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("sizeBytes", reading.size_bytes);
  object.Set("residentBytes", reading.resident_bytes);
  object.Set("unwrittenBytes", reading.unwritten_bytes);
  object.Set("isInMemory", reading.is_in_memory);
  object.Set("source", reading.source);
  object.Set("reason", reading.reason);
  return object;
}

Napi::Object to_object(Napi::Env env, const PageCacheDrop& dropped) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("before", to_object(env, dropped.before));
  object.Set("after", to_object(env, dropped.after));
  return object;
}

/** Runs `work` on a thread of libuv's pool and settles a promise. Deletes itself. */
template <typename Result>
class PageCacheWorker : public Napi::AsyncWorker {
 public:
  using Work = Result (*)(const std::string&);

  PageCacheWorker(Napi::Env env, std::string path, Work work)
      : Napi::AsyncWorker(env),
        deferred_(Napi::Promise::Deferred::New(env)),
        path_(std::move(path)),
        work_(work) {}

  Napi::Promise promise() const { return deferred_.Promise(); }

 protected:
  void Execute() override {
    try {
      result_ = work_(path_);
    } catch (const Error& error) {
      code_ = error.code();
      throw;  // becomes the message of OnError
    }
  }

  void OnOK() override { deferred_.Resolve(to_object(Env(), *result_)); }

  void OnError(const Napi::Error& error) override {
    error.Set("code", code_);
    deferred_.Reject(error.Value());
  }

 private:
  Napi::Promise::Deferred deferred_;
  std::string path_;
  Work work_;
  std::optional<Result> result_;
  std::string code_ = "UNREADABLE";
};

template <typename Result>
Napi::Value begin(const Napi::CallbackInfo& info, Result (*work)(const std::string&)) {
  const Napi::Env env = info.Env();
  if (info.Length() != 1 || !info[0].IsString()) {
    throw Napi::TypeError::New(env, "expected one path.");
  }
  auto* worker =
      new PageCacheWorker<Result>(env, info[0].As<Napi::String>().Utf8Value(), work);
  const Napi::Promise promise = worker->promise();
  worker->Queue();
  return promise;
}

}  // namespace

Napi::Value read_page_cache_async(const Napi::CallbackInfo& info) {
  return begin<PageCacheReading>(info, &read_page_cache);
}

Napi::Value drop_page_cache_async(const Napi::CallbackInfo& info) {
  return begin<PageCacheDrop>(info, &drop_page_cache);
}

}  // namespace loadcell

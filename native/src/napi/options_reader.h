#pragma once

#include <napi.h>

#include <cmath>
#include <cstdint>
#include <string>

namespace loadcell {

/** Reads the options object of a call. TypeScript has resolved every option: one that is missing is an error. */
class OptionsReader {
 public:
  OptionsReader(const Napi::CallbackInfo& info, size_t index) : env_(info.Env()) {
    if (!info[index].IsObject()) throw Napi::TypeError::New(env_, "Expected an options object.");
    object_ = info[index].As<Napi::Object>();
  }

  /** A whole number from `least` to `most`, both at most 2^53. @throws Napi::RangeError */
  int64_t integer(const char* name, int64_t least, int64_t most) const {
    const Napi::Value value = object_.Get(name);
    const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : std::nan("");
    if (!(number >= static_cast<double>(least) && number <= static_cast<double>(most)) ||
        number != std::floor(number)) {
      throw Napi::RangeError::New(env_, std::string(name) + " must be a whole number from " +
                                            std::to_string(least) + " to " + std::to_string(most) +
                                            ".");
    }
    return static_cast<int64_t>(number);
  }

  /** @throws Napi::TypeError */
  std::string text(const char* name) const {
    const Napi::Value value = object_.Get(name);
    if (!value.IsString()) throw Napi::TypeError::New(env_, std::string(name) + " must be a text.");
    return value.As<Napi::String>().Utf8Value();
  }

 private:
  Napi::Env env_;
  Napi::Object object_;
};

}  // namespace loadcell

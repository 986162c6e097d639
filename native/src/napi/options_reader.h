#pragma once

#include <napi.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loadcell {

/** Reads the options object of a call. TypeScript has resolved every option, so a missing one is an error. */
class OptionsReader {
 public:
  /** @throws Napi::TypeError when `value` is not an object */
  explicit OptionsReader(const Napi::Value& value);

  /** An integer from `least` to `most`, both at most 2^53. @throws Napi::RangeError */
  int64_t integer(const char* name, int64_t least, int64_t most) const;

  /** A number above zero, possibly infinite. @throws Napi::RangeError */
  double positive(const char* name) const;

  /** @throws Napi::TypeError */
  bool boolean(const char* name) const;

  /** @throws Napi::TypeError */
  std::string text(const char* name) const;

  /** Integers from `least` to `most`. @throws Napi::RangeError, Napi::TypeError */
  std::vector<int64_t> integers(const char* name, int64_t least, int64_t most) const;

  /** Nested options; nothing for null. @throws Napi::TypeError */
  std::optional<OptionsReader> group(const char* name) const;

  /** @throws Napi::TypeError */
  Napi::Function function(const char* name) const;

  /** A byte view from the start of its buffer. @throws Napi::TypeError, Napi::RangeError when it is too short */
  Napi::Uint8Array bytes(const char* name, size_t least_bytes) const;

 private:
  int64_t checked_integer(const Napi::Value& value, const std::string& name, int64_t least,
                          int64_t most) const;

  Napi::Env env_;
  Napi::Object object_;
};

}  // namespace loadcell

#include "napi/options_reader.h"

#include <cmath>

namespace loadcell {

OptionsReader::OptionsReader(const Napi::Value& value) : env_(value.Env()) {
  if (!value.IsObject()) throw Napi::TypeError::New(env_, "expected an options object.");
  object_ = value.As<Napi::Object>();
}

int64_t OptionsReader::checked_integer(const Napi::Value& value, const std::string& name,
                                       int64_t least, int64_t most) const {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : std::nan("");
  if (!(number >= static_cast<double>(least) && number <= static_cast<double>(most)) ||
      number != std::floor(number)) {
    throw Napi::RangeError::New(env_, name + " must be an integer from " +
                                          std::to_string(least) + " to " + std::to_string(most) +
                                          ".");
  }
  return static_cast<int64_t>(number);
}

int64_t OptionsReader::integer(const char* name, int64_t least, int64_t most) const {
  return checked_integer(object_.Get(name), name, least, most);
}

double OptionsReader::positive(const char* name) const {
  const Napi::Value value = object_.Get(name);
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : std::nan("");
  if (!(number > 0)) {
    throw Napi::RangeError::New(env_, std::string(name) + " must be a number above 0.");
  }
  return number;
}

bool OptionsReader::boolean(const char* name) const {
  const Napi::Value value = object_.Get(name);
  if (!value.IsBoolean()) {
    throw Napi::TypeError::New(env_, std::string(name) + " must be true or false.");
  }
  return value.As<Napi::Boolean>().Value();
}

std::string OptionsReader::text(const char* name) const {
  const Napi::Value value = object_.Get(name);
  if (!value.IsString()) throw Napi::TypeError::New(env_, std::string(name) + " must be a string.");
  return value.As<Napi::String>().Utf8Value();
}

std::vector<int64_t> OptionsReader::integers(const char* name, int64_t least, int64_t most) const {
  const Napi::Value value = object_.Get(name);
  if (!value.IsArray()) throw Napi::TypeError::New(env_, std::string(name) + " must be an array.");
  const auto array = value.As<Napi::Array>();
  std::vector<int64_t> numbers;
  for (uint32_t i = 0; i < array.Length(); ++i) {
    numbers.push_back(checked_integer(array.Get(i), name, least, most));
  }
  return numbers;
}

std::optional<OptionsReader> OptionsReader::group(const char* name) const {
  const Napi::Value value = object_.Get(name);
  if (value.IsNull()) return std::nullopt;
  if (!value.IsObject()) {
    throw Napi::TypeError::New(env_, std::string(name) + " must be an object or null.");
  }
  return OptionsReader(value);
}

Napi::Function OptionsReader::function(const char* name) const {
  const Napi::Value value = object_.Get(name);
  if (!value.IsFunction()) {
    throw Napi::TypeError::New(env_, std::string(name) + " must be a function.");
  }
  return value.As<Napi::Function>();
}

Napi::Uint8Array OptionsReader::bytes(const char* name, size_t least_bytes) const {
  const Napi::Value value = object_.Get(name);
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    throw Napi::TypeError::New(env_, std::string(name) + " must be a Uint8Array.");
  }
  const auto view = value.As<Napi::Uint8Array>();
  if (view.ByteOffset() != 0 || view.ByteLength() < least_bytes) {
    throw Napi::RangeError::New(env_, std::string(name) + " must view at least " +
                                          std::to_string(least_bytes) +
                                          " bytes from the start of its buffer.");
  }
  return view;
}

}  // namespace loadcell

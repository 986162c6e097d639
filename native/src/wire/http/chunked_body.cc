#include "wire/http/chunked_body.h"

#include <algorithm>

namespace loadcell {
namespace {

/** A size with more digits than this would overflow the byte count. */
constexpr uint8_t kMaxSizeDigits = 15;

/** -1: not a hexadecimal digit. */
int hex_value(char digit) noexcept {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

ChunkedBody::Step ChunkedBody::next(std::string_view input) noexcept {
  for (size_t at = 0; at < input.size(); ++at) {
    if (state_ == State::kData) {
      const size_t length =
          static_cast<size_t>(std::min<uint64_t>(remaining_bytes_, input.size() - at));
      remaining_bytes_ -= length;
      if (remaining_bytes_ == 0) state_ = State::kDataEnd;
      return {Status::kData, at + length, input.substr(at, length)};
    }
    const Status status = take_framing(input[at]);
    if (status != Status::kMore) return {status, at + 1, {}};
  }
  return {Status::kMore, input.size(), {}};
}

ChunkedBody::Status ChunkedBody::take_framing(char byte) noexcept {
  switch (state_) {
    case State::kSize:
    case State::kExtension:
      return take_size(byte);
    case State::kDataEnd:
      if (byte == '\r') {
        state_ = State::kDataEndLf;
        return Status::kMore;
      }
      [[fallthrough]];
    case State::kDataEndLf:
      if (byte != '\n') return Status::kMalformed;
      state_ = State::kSize;
      line_bytes_ = 0;
      return Status::kMore;
    case State::kTrailers:
      return take_trailer(byte);
    case State::kData:
    case State::kEnd:
      break;
  }
  return Status::kEnd;
}

ChunkedBody::Status ChunkedBody::take_size(char byte) noexcept {
  if (++line_bytes_ > line_limit_bytes_) return Status::kMalformed;
  if (byte == '\n') return end_size_line();
  if (after_cr_) return Status::kMalformed;
  if (byte == '\r') {
    after_cr_ = true;
    return Status::kMore;
  }
  if (state_ == State::kExtension) return Status::kMore;
  if (const int digit = hex_value(byte); digit >= 0) {
    has_size_ = true;
    const bool is_leading_zero = digit == 0 && remaining_bytes_ == 0;
    if (!is_leading_zero && ++size_digits_ > kMaxSizeDigits) return Status::kMalformed;
    remaining_bytes_ = remaining_bytes_ * 16 + static_cast<uint64_t>(digit);
    return Status::kMore;
  }
  // Some servers pad the size with spaces; an extension begins with a semicolon.
  if (!has_size_ || (byte != ';' && byte != ' ' && byte != '\t')) return Status::kMalformed;
  state_ = State::kExtension;
  return Status::kMore;
}

ChunkedBody::Status ChunkedBody::end_size_line() noexcept {
  if (!has_size_) return Status::kMalformed;
  has_size_ = false;
  size_digits_ = 0;
  line_bytes_ = 0;
  after_cr_ = false;
  if (remaining_bytes_ == 0) {
    state_ = State::kTrailers;
    trailer_line_is_empty_ = true;
  } else {
    state_ = State::kData;
  }
  return Status::kMore;
}

ChunkedBody::Status ChunkedBody::take_trailer(char byte) noexcept {
  if (++line_bytes_ > line_limit_bytes_) return Status::kTrailersTooLarge;
  if (byte == '\n') {
    after_cr_ = false;
    if (trailer_line_is_empty_) {
      state_ = State::kEnd;
      return Status::kEnd;
    }
    trailer_line_is_empty_ = true;
    return Status::kMore;
  }
  if (after_cr_) return Status::kMalformed;
  if (byte == '\r') {
    after_cr_ = true;
  } else {
    trailer_line_is_empty_ = false;
  }
  return Status::kMore;
}

}  // namespace loadcell

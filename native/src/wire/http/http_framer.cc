#include "wire/http/http_framer.h"

#include <algorithm>

namespace loadcell {
namespace {

/** Bytes of a head including the empty line that ends it; 0 when its end has not arrived. */
size_t whole_head_bytes(std::string_view input) noexcept {
  for (size_t newline = input.find('\n'); newline != std::string_view::npos;
       newline = input.find('\n', newline + 1)) {
    const std::string_view rest = input.substr(newline + 1);
    if (rest.starts_with("\r\n")) return newline + 3;
    if (rest.starts_with('\n')) return newline + 2;
  }
  return 0;
}

}  // namespace

HttpFramer::Step HttpFramer::next(std::string_view input) {
  has_begun_ = has_begun_ || !input.empty();
  switch (state_) {
    case State::kHead:
      return next_of_head(input);
    case State::kLength:
      return next_of_length(input);
    case State::kChunked:
      return next_of_chunks(input);
    case State::kUntilClose:
      if (input.empty()) return {Event::kMore, 0, {}};
      return body_step(input.size(), input);
    case State::kBodyless:
      state_ = State::kEnd;
      return {Event::kEnd, 0, {}};
    case State::kEnd:
      return {Event::kEnd, 0, {}};
    case State::kFailed:
      break;
  }
  return {Event::kFailed, 0, {}};
}

HttpFramer::Step HttpFramer::next_of_head(std::string_view input) {
  // A head mostly arrives whole and first: then it is copied once, not line by line.
  if (header_bytes_ == 0) {
    const size_t length = whole_head_bytes(input);
    if (length > 0 && length <= limits_.header_bytes &&
        check_first_bytes(input.substr(0, length)) == ProtocolFault::kNone) {
      head_.assign(input.substr(0, length));
      header_bytes_ = length;
      const Step step = end_head(length);
      if (step.event != Event::kMore) return step;
      const Step rest = next_of_head(input.substr(length));
      return {rest.event, length + rest.consumed, rest.body};
    }
  }
  size_t consumed = 0;
  while (consumed < input.size()) {
    const std::string_view rest = input.substr(consumed);
    const size_t newline = rest.find('\n');
    const size_t wanted = newline == std::string_view::npos ? rest.size() : newline + 1;
    const size_t taken = std::min(wanted, limits_.header_bytes - header_bytes_);
    head_.append(rest.substr(0, taken));
    header_bytes_ += taken;
    consumed += taken;
    if (line_start_ == 0) {
      const ProtocolFault fault = check_first_bytes(head_);
      if (fault != ProtocolFault::kNone) return fail(WireFailure::kProtocol, fault, consumed);
    }
    if (taken < wanted) {
      return fail(WireFailure::kHeaderTooLarge, ProtocolFault::kNone, consumed);
    }
    if (newline == std::string_view::npos) break;
    const std::string_view line = std::string_view(head_).substr(line_start_);
    if (line == "\r\n" || line == "\n") {
      const Step step = end_head(consumed);
      if (step.event != Event::kMore) return step;
    } else {
      line_start_ = head_.size();
    }
  }
  return {Event::kMore, consumed, {}};
}

HttpFramer::Step HttpFramer::end_head(size_t consumed) {
  const ProtocolFault fault = parse_response_head(head_, parsed_);
  if (fault != ProtocolFault::kNone) return fail(WireFailure::kProtocol, fault, consumed);
  if (parsed_.is_interim()) {
    head_.clear();
    line_start_ = 0;
    return {Event::kMore, consumed, {}};
  }
  switch (parsed_.framing) {
    case BodyFraming::kNone:
      state_ = State::kBodyless;
      break;
    case BodyFraming::kLength:
      if (parsed_.content_length > limits_.body_bytes) {
        return fail(WireFailure::kBodyTooLarge, ProtocolFault::kNone, consumed);
      }
      remaining_bytes_ = parsed_.content_length;
      state_ = State::kLength;
      break;
    case BodyFraming::kChunked:
      state_ = State::kChunked;
      break;
    case BodyFraming::kUntilClose:
      state_ = State::kUntilClose;
      break;
  }
  return {Event::kHead, consumed, {}};
}

HttpFramer::Step HttpFramer::next_of_length(std::string_view input) noexcept {
  if (remaining_bytes_ == 0) {
    state_ = State::kEnd;
    return {Event::kEnd, 0, {}};
  }
  if (input.empty()) return {Event::kMore, 0, {}};
  const auto length = static_cast<size_t>(std::min<uint64_t>(remaining_bytes_, input.size()));
  remaining_bytes_ -= length;
  return body_step(length, input.substr(0, length));
}

HttpFramer::Step HttpFramer::next_of_chunks(std::string_view input) noexcept {
  const ChunkedBody::Step step = chunks_.next(input);
  switch (step.status) {
    case ChunkedBody::Status::kMore:
      return {Event::kMore, step.consumed, {}};
    case ChunkedBody::Status::kData:
      return body_step(step.consumed, step.data);
    case ChunkedBody::Status::kEnd:
      state_ = State::kEnd;
      return {Event::kEnd, step.consumed, {}};
    case ChunkedBody::Status::kTrailersTooLarge:
      return fail(WireFailure::kHeaderTooLarge, ProtocolFault::kNone, step.consumed);
    case ChunkedBody::Status::kMalformed:
      break;
  }
  return fail(WireFailure::kProtocol, ProtocolFault::kBadChunk, step.consumed);
}

HttpFramer::Step HttpFramer::body_step(size_t consumed, std::string_view body) noexcept {
  body_bytes_ += body.size();
  if (body_bytes_ > limits_.body_bytes) {
    return fail(WireFailure::kBodyTooLarge, ProtocolFault::kNone, consumed);
  }
  return {Event::kBody, consumed, body};
}

HttpFramer::Event HttpFramer::end_of_stream() noexcept {
  if (state_ == State::kFailed) return Event::kFailed;
  const bool is_complete =
      state_ == State::kUntilClose || state_ == State::kBodyless || state_ == State::kEnd ||
      (state_ == State::kLength && remaining_bytes_ == 0);
  if (is_complete) {
    state_ = State::kEnd;
    return Event::kEnd;
  }
  return fail(WireFailure::kClosedEarly, ProtocolFault::kNone, 0).event;
}

void HttpFramer::reset() noexcept {
  state_ = State::kHead;
  head_.clear();
  parsed_ = {};
  chunks_ = ChunkedBody(limits_.header_bytes);
  has_begun_ = false;
  header_bytes_ = 0;
  line_start_ = 0;
  remaining_bytes_ = 0;
  body_bytes_ = 0;
  failure_ = WireFailure::kNone;
  fault_ = ProtocolFault::kNone;
}

HttpFramer::Step HttpFramer::fail(WireFailure failure, ProtocolFault fault,
                                  size_t consumed) noexcept {
  state_ = State::kFailed;
  failure_ = failure;
  fault_ = fault;
  return {Event::kFailed, consumed, {}};
}

}  // namespace loadcell

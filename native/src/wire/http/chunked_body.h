#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loadcell {

/** Removes the chunk framing from a body that arrives in any pieces. Holds no bytes; allocates nothing. */
class ChunkedBody {
 public:
  enum class Status : uint8_t {
    /** All input was consumed; `data` may hold some of the body. */
    kMore,
    /** `data` is a piece of the body; pass the unconsumed rest again. */
    kData,
    /** The last chunk and the trailers have been consumed. */
    kEnd,
    kMalformed,
    kTrailersTooLarge,
  };

  struct Step {
    Status status;
    size_t consumed;
    std::string_view data;
  };

  /** `line_bytes` limits the size line of a chunk, and the sum of all trailers. */
  explicit ChunkedBody(size_t line_bytes) noexcept : line_limit_bytes_(line_bytes) {}

  Step next(std::string_view input) noexcept;

 private:
  enum class State : uint8_t { kSize, kExtension, kData, kDataEnd, kDataEndLf, kTrailers, kEnd };

  /** Consumes one byte of framing. kMore: continue. */
  Status take_framing(char byte) noexcept;
  Status take_size(char byte) noexcept;
  Status end_size_line() noexcept;
  Status take_trailer(char byte) noexcept;

  size_t line_limit_bytes_;
  State state_ = State::kSize;
  uint64_t remaining_bytes_ = 0;
  /** Bytes of the current size line, or of all trailers so far. */
  size_t line_bytes_ = 0;
  bool has_size_ = false;
  /** Digits without leading zeros. */
  uint8_t size_digits_ = 0;
  /** In extensions and trailers: whether the last byte was a CR, which only an LF may follow. */
  bool after_cr_ = false;
  bool trailer_line_is_empty_ = true;
};

}  // namespace loadcell

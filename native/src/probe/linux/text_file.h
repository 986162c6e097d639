#pragma once

#include <fcntl.h>

#include <string>

#include "base/fd.h"
#include "probe/linux/proc_text.h"
#include "probe/record.h"

namespace loadcell {

/** A small file of the kernel, kept open. One that could not be opened reads as nothing. Used by one thread. */
class TextFile {
 public:
  TextFile() = default;
  explicit TextFile(const std::string& path) : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}

  bool is_open() const noexcept { return fd_.is_open(); }

  /** As much of the file as fits into the buffer, which the text points into. */
  template <size_t Size>
  std::string_view read(char (&buffer)[Size]) const noexcept {
    return is_open() ? read_proc_text(fd_.get(), buffer, Size).text : std::string_view{};
  }

  /** A file that holds one number, or "max" for infinity. NaN when it cannot be read. */
  double read_number() const noexcept {
    char buffer[64];
    const std::string_view text = read(buffer);
    if (text.starts_with("max")) return std::numeric_limits<double>::infinity();
    uint64_t value = 0;
    return NumberScanner(text).next(value) ? static_cast<double>(value) : kNotMeasured;
  }

 private:
  Fd fd_;
};

}  // namespace loadcell

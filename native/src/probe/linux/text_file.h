#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "base/fd.h"
#include "probe/linux/proc_text.h"
#include "probe/record.h"

namespace loadcell {

/** A small kernel file, kept open. If it could not be opened, reads return nothing. Used by one thread. */
class TextFile {
 public:
  TextFile() = default;
  explicit TextFile(const std::string& path) : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}

  bool is_open() const noexcept { return fd_.is_open(); }

  /** As much of the file as fits into the buffer; the text points into it. */
  template <size_t Size>
  std::string_view read(char (&buffer)[Size]) const noexcept {
    return is_open() ? read_proc_text(fd_.get(), buffer, Size).text : std::string_view{};
  }

  /** The whole file, of any length; some kernel files return one page per read. */
  std::string read_whole() const {
    std::string text;
    char buffer[4096];
    for (ssize_t length = 1; is_open() && length > 0;) {
      length = pread(fd_.get(), buffer, sizeof buffer, static_cast<off_t>(text.size()));
      if (length > 0) text.append(buffer, static_cast<size_t>(length));
    }
    return text;
  }

  /** The number in the file, infinity for "max", NaN when it cannot be read. */
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

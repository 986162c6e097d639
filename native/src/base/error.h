#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace loadcell {

/**
 * A failure with a stable code for programs and a message for people.
 * Thrown only on the caller's thread: the threads that measure never throw.
 */
class Error : public std::runtime_error {
 public:
  Error(std::string code, const std::string& message)
      : std::runtime_error(message), code_(std::move(code)) {}

  const std::string& code() const noexcept { return code_; }

 private:
  std::string code_;
};

}  // namespace loadcell

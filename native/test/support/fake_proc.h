#pragma once

#include <sys/types.h>

#include <string>

namespace loadcell::test {

/** A temporary folder laid out like /proc or another tree, removed at the end. */
class FakeProc {
 public:
  FakeProc();
  ~FakeProc();
  FakeProc(const FakeProc&) = delete;
  FakeProc& operator=(const FakeProc&) = delete;

  const std::string& path() const { return path_; }

  /** Writes a file of a process. */
  void write(pid_t pid, const std::string& name, const std::string& text) const;

  /** Writes any file, creating its folders. Replaces the text in place, so that open descriptors see it. */
  void write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

}  // namespace loadcell::test

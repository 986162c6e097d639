#include "support/fake_proc.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace loadcell::test {

FakeProc::FakeProc() {
  char path[] = "/tmp/loadcell-proc-XXXXXX";
  if (mkdtemp(path) == nullptr) throw std::runtime_error("no folder");
  path_ = path;
}

FakeProc::~FakeProc() { std::filesystem::remove_all(path_); }

void FakeProc::write(pid_t pid, const std::string& name, const std::string& text) const {
  write(std::to_string(pid) + "/" + name, text);
}

void FakeProc::write(const std::string& name, const std::string& text) const {
  const auto file = std::filesystem::path(path_) / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

}  // namespace loadcell::test

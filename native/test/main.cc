#include <cstdio>
#include <cstring>
#include <exception>

#include "child_process.h"
#include "harness.h"

namespace loadcell::test {

std::vector<Case>& cases() {
  static std::vector<Case> all;
  return all;
}

}  // namespace loadcell::test

/** Runs every case, or those whose names hold the given text. The closing line tells how many passed and failed. */
int main(int argc, char** argv) {
  using namespace loadcell::test;
  if (argc > 1 && std::strcmp(argv[1], kChildArgument) == 0) return run_child();
  const char* only = argc > 1 ? argv[1] : "";
  int passed = 0;
  int failed = 0;
  for (const Case& test_case : cases()) {
    if (test_case.name.find(only) == std::string::npos) continue;
    try {
      test_case.body();
      ++passed;
    } catch (const std::exception& error) {
      ++failed;
      std::printf("FAILED %s\n  %s\n", test_case.name.c_str(), error.what());
    }
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}

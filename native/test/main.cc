#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>

#include "harness.h"
#include "support/child_process.h"

namespace loadcell::test {

std::vector<Case>& cases() {
  static std::vector<Case> all;
  return all;
}

}  // namespace loadcell::test

namespace {

/** Time limit of a test case: far above any, even under a sanitizer on a busy machine. */
constexpr unsigned kCaseSeconds = 300;

const char* running_case = "";

/** Ends a test case that waits forever. */
void give_up(int) {
  constexpr char kBefore[] = "FAILED ";
  constexpr char kAfter[] = "\n  it did not end within 300 seconds\n";
  ssize_t written = write(STDOUT_FILENO, kBefore, sizeof(kBefore) - 1);
  written += write(STDOUT_FILENO, running_case, std::strlen(running_case));
  written += write(STDOUT_FILENO, kAfter, sizeof(kAfter) - 1);
  _exit(written > 0 ? 1 : 2);
}

}  // namespace

/** Runs all test cases, or those whose names contain the argument. The last line has the counts of passed and failed. */
int main(int argc, char** argv) {
  using namespace loadcell::test;
  if (argc > 1 && std::strcmp(argv[1], kChildArgument) == 0) return run_child();
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  std::signal(SIGALRM, give_up);
  const char* only = argc > 1 ? argv[1] : "";
  int passed = 0;
  int failed = 0;
  for (const Case& test_case : cases()) {
    if (test_case.name.find(only) == std::string::npos) continue;
    running_case = test_case.name.c_str();
    alarm(kCaseSeconds);
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

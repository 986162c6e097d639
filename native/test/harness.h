#pragma once

#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace loadcell::test {

struct Case {
  std::string name;
  std::function<void()> body;
};

/** Every test case of the executable, in file order. */
std::vector<Case>& cases();

/** Registers a case when the executable starts. */
struct Registration {
  Registration(std::string name, std::function<void()> body) {
    cases().push_back({std::move(name), std::move(body)});
  }
};

struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <typename Actual, typename Expected>
void check_equal(const Actual& actual, const Expected& expected, const char* text, int line) {
  if (actual == expected) return;
  std::ostringstream message;
  message << "line " << line << ": " << text << ": expected " << expected << ", got " << actual;
  throw Failure(message.str());
}

inline void check(bool held, const char* text, int line) {
  if (!held) throw Failure("line " + std::to_string(line) + ": " + text);
}

}  // namespace loadcell::test

// Two steps, so that __LINE__ is expanded before it is joined.
#define LOADCELL_JOIN_NOW(a, b) a##b
#define LOADCELL_JOIN(a, b) LOADCELL_JOIN_NOW(a, b)
#define LOADCELL_CASE LOADCELL_JOIN(test_case_, __LINE__)

#define TEST(name)                                                                     \
  static void LOADCELL_CASE();                                                         \
  static const ::loadcell::test::Registration LOADCELL_JOIN(registration_, __LINE__)(  \
      name, LOADCELL_CASE);                                                            \
  static void LOADCELL_CASE()

#define CHECK(condition) ::loadcell::test::check((condition), #condition, __LINE__)
#define CHECK_EQUAL(actual, expected) \
  ::loadcell::test::check_equal((actual), (expected), #actual, __LINE__)

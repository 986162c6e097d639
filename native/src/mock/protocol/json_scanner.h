#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace loadcell {

/**
 * Scans a JSON text value by value. Every `take` and `skip` expects the scanner before a value and leaves it after that
 * value; false means that the text is not what was expected, and the scanner is no longer usable.
 */
class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) noexcept : text_(text) {}

  /** The first character of the next value, or 0 at the end. */
  char peek() noexcept;

  bool at_end() noexcept { return peek() == 0; }

  bool take_string(std::string& value);
  bool take_number(double& value);
  bool take_boolean(bool& value) noexcept;
  bool skip_value() { return skip_value(kDeepest); }

  /** Calls `member(key)` before each value of an object; it takes or skips the value and returns whether it could. */
  template <typename Member>
  bool take_object(Member&& member) {
    if (!take('{')) return false;
    if (take('}')) return true;
    do {
      std::string key;
      if (!take_string(key) || !take(':') || !member(key)) return false;
    } while (take(','));
    return take('}');
  }

  /** The same for the elements of an array. */
  template <typename Element>
  bool take_array(Element&& element) {
    if (!take('[')) return false;
    if (take(']')) return true;
    do {
      if (!element()) return false;
    } while (take(','));
    return take(']');
  }

 private:
  static constexpr int kDeepest = 64;

  bool take(char expected) noexcept;
  bool take_word(std::string_view word) noexcept;
  bool take_escape(std::string& value);
  bool skip_value(int depth);

  std::string_view text_;
};

}  // namespace loadcell

#include "base/inbox.h"

#include <array>
#include <thread>
#include <vector>

#include "harness.h"

using namespace loadcell;

TEST("an inbox filled by several threads loses nothing and keeps the order of each thread") {
  struct Letter {
    size_t sender = 0;
    int number = 0;
    Letter* next = nullptr;
  };
  constexpr size_t kSenders = 3;
  constexpr int kLetters = 2000;
  Inbox<Letter> inbox;
  std::vector<std::vector<Letter>> letters(kSenders, std::vector<Letter>(kLetters));
  std::vector<std::thread> threads;
  for (size_t sender = 0; sender < kSenders; ++sender) {
    threads.emplace_back([&, sender] {
      for (int number = 0; number < kLetters; ++number) {
        letters[sender][static_cast<size_t>(number)] = {sender, number, nullptr};
        inbox.push(letters[sender][static_cast<size_t>(number)]);
      }
    });
  }
  std::array<int, kSenders> expected{};
  size_t taken = 0;
  while (taken < kSenders * kLetters) {
    for (Letter* letter = inbox.take_all(); letter != nullptr; letter = letter->next) {
      CHECK_EQUAL(letter->number, expected[letter->sender]++);
      ++taken;
    }
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(inbox.take_all() == nullptr);
}

#include "wire/request/byte_arena.h"

#include <random>
#include <string>
#include <vector>

#include "harness.h"

using namespace loadcell;

TEST("appended bytes are at their position modulo the capacity, also across the end") {
  constexpr size_t kCapacity = 97;
  std::vector<std::byte> memory(arena_bytes(kCapacity));
  ByteArena arena(memory.data(), kCapacity);
  const std::byte* bytes =
      memory.data() + arena.offset_bytes(memory.data()) + sizeof(ArenaHeader);
  std::mt19937 random(5);
  for (int step = 0; step < 5'000; ++step) {
    const std::string piece(random() % (kCapacity + 1), static_cast<char>('a' + step % 26));
    const uint64_t position = arena.position();
    arena.append(piece);
    CHECK_EQUAL(arena.position(), position + piece.size());
    for (size_t index = 0; index < piece.size(); ++index) {
      CHECK(static_cast<char>(bytes[(position + index) % kCapacity]) == piece[index]);
    }
  }
}

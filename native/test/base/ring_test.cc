#include "base/ring.h"

#include <thread>
#include <vector>

#include "harness.h"
#include "probe/record.h"

using namespace loadcell;

namespace {

Record numbered(uint64_t number) {
  Record record{};
  record.time_ns = static_cast<double>(number);
  record.values[4] = static_cast<double>(number);
  return record;
}

struct Memory {
  explicit Memory(uint32_t slots) : bytes(ring_bytes(slots, sizeof(Record))) {}
  std::vector<std::byte> bytes;
};

}  // namespace

TEST("a ring begins on a cache line wherever its memory begins") {
  Memory memory(8);
  for (size_t shift = 0; shift < 64; shift += 8) {
    CHECK_EQUAL(reinterpret_cast<uintptr_t>(ring_base(memory.bytes.data() + shift)) % 64, 0U);
  }
}

TEST("a ring returns what was written, in order") {
  Memory memory(8);
  RingWriter<Record> writer(memory.bytes.data(), 8);
  RingReader<Record> reader(memory.bytes.data());
  Record record{};
  for (uint64_t i = 0; i < 100; ++i) {
    CHECK(writer.stage(numbered(i)));
    writer.publish();
    CHECK(reader.read(record));
    CHECK_EQUAL(record.time_ns, static_cast<double>(i));
  }
  CHECK(!reader.read(record));
}

TEST("a ring shows nothing before it is published") {
  Memory memory(8);
  RingWriter<Record> writer(memory.bytes.data(), 8);
  RingReader<Record> reader(memory.bytes.data());
  Record record{};
  CHECK(writer.stage(numbered(1)));
  CHECK(!reader.read(record));
  writer.publish();
  CHECK(reader.read(record));
}

TEST("a full ring rejects the newest record and keeps the oldest") {
  Memory memory(4);
  RingWriter<Record> writer(memory.bytes.data(), 4);
  RingReader<Record> reader(memory.bytes.data());
  for (uint64_t i = 0; i < 4; ++i) CHECK(writer.stage(numbered(i)));
  CHECK(!writer.stage(numbered(4)));
  writer.publish();
  Record record{};
  CHECK(reader.read(record));
  CHECK_EQUAL(record.time_ns, 0.0);
  CHECK(writer.stage(numbered(5)));
  CHECK(!writer.stage(numbered(6)));
}

TEST("a ring transfers a million records between two threads, intact and in order") {
  constexpr uint64_t kRecords = 1'000'000;
  Memory memory(256);
  RingWriter<Record> writer(memory.bytes.data(), 256);
  std::thread producer([&writer] {
    for (uint64_t i = 0; i < kRecords;) {
      if (writer.stage(numbered(i))) {
        ++i;
        writer.publish();
      } else {
        std::this_thread::yield();
      }
    }
  });
  RingReader<Record> reader(memory.bytes.data());
  Record record{};
  bool in_order = true;
  for (uint64_t i = 0; i < kRecords;) {
    if (!reader.read(record)) {
      std::this_thread::yield();
      continue;
    }
    in_order = in_order && record.time_ns == static_cast<double>(i) &&
               record.values[4] == static_cast<double>(i);
    ++i;
  }
  producer.join();
  CHECK(in_order);
}

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "../../../fuzz/framer_properties.h"
#include "harness.h"

using namespace loadcell;

TEST("the fuzz corpus is framed correctly, whole and in pieces") {
  // The tests run in the folder of their sources.
  size_t inputs = 0;
  for (const auto& entry : std::filesystem::directory_iterator("../fuzz/corpus")) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::vector<char> bytes((std::istreambuf_iterator<char>(file)), {});
    fuzz::check_framing(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
    ++inputs;
  }
  CHECK(inputs > 10);
}

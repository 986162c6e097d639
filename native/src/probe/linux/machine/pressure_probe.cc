#include "probe/linux/machine/pressure_probe.h"

#include <string_view>

namespace loadcell {
namespace {

constexpr double kNsPerUs = 1000;

/** The total of the line "some" or "full", which the kernel reports in microseconds. */
double total_ns(std::string_view text, std::string_view line) noexcept {
  const size_t begin = text.find(line);
  if (begin == std::string_view::npos) return kNotMeasured;
  constexpr std::string_view kTotal = "total=";
  const size_t total = text.find(kTotal, begin);
  if (total == std::string_view::npos) return kNotMeasured;
  uint64_t value_us = 0;
  if (!NumberScanner(text.substr(total + kTotal.size())).next(value_us)) return kNotMeasured;
  return static_cast<double>(value_us) * kNsPerUs;
}

std::string path_of(PressureSource source, const std::string& folder, const char* resource) {
  return folder + "/" + resource + (source == PressureSource::kCgroup ? ".pressure" : "");
}

}  // namespace

PressureProbe::PressureProbe(PressureSource source, const std::string& folder)
    : source_(source),
      memory_(path_of(source, folder, "memory")),
      cpu_(path_of(source, folder, "cpu")),
      io_(path_of(source, folder, "io")) {}

ProbeValues PressureProbe::read() noexcept {
  char memory_text[256];
  char cpu_text[256];
  char io_text[256];
  const std::string_view memory = memory_.read(memory_text);
  const std::string_view io = io_.read(io_text);
  return {total_ns(memory, "some"), total_ns(memory, "full"), total_ns(cpu_.read(cpu_text), "some"),
          total_ns(io, "some"), total_ns(io, "full")};
}

}  // namespace loadcell

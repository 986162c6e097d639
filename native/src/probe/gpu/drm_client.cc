#include "probe/gpu/drm_client.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>

namespace loadcell {
namespace {

/** Driver counters that wrapped below zero exceed this. */
constexpr double kMostBytes = 1125899906842624.0;  // 2^50

/** Sizes of one memory region; NaN for an unparsable size. */
struct Region {
  std::optional<double> resident;
  std::optional<double> total;
  std::optional<double> shared;
};
using Regions = std::map<std::string, Region, std::less<>>;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r";
  const size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

/** Parses sizes such as "5120 KiB" to bytes; NaN for anything else. In the kernel, kB means 1,024 bytes. */
double bytes_of(std::string_view value) {
  uint64_t amount = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), amount);
  if (failure != std::errc()) return kNotMeasured;
  std::string_view unit = trimmed(value.substr(static_cast<size_t>(end - value.data())));
  double scale = 1;
  if (!unit.empty() && unit != "B") {
    constexpr std::string_view kPrefixes = "kmgt";
    const char letter = static_cast<char>(unit.front() | 0x20);
    const size_t power = kPrefixes.find(letter);
    unit.remove_prefix(1);
    if (power == std::string_view::npos || (unit != "iB" && unit != "B")) return kNotMeasured;
    scale = std::ldexp(1.0, static_cast<int>(power + 1) * 10);
  }
  const double bytes = static_cast<double>(amount) * scale;
  return bytes <= kMostBytes ? bytes : kNotMeasured;
}

/** Adds a key such as "drm-resident-vram0", or "vram mem" of old kernels, to its region. */
void take_size(std::string_view key, std::string_view value, Regions& regions) {
  struct Kind {
    std::string_view prefix;
    std::string_view suffix;
    std::optional<double> Region::* size;
    /** Whether another key with the same meaning takes precedence. */
    bool is_alias;
  };
  // drm-memory- is the old name of drm-resident-; if a kernel writes both, they mean the same memory.
  constexpr std::array kKinds = {Kind{"drm-resident-", "", &Region::resident, false},
                                 Kind{"drm-memory-", "", &Region::resident, true},
                                 Kind{"", " mem", &Region::resident, true},
                                 Kind{"drm-total-", "", &Region::total, false},
                                 Kind{"drm-shared-", "", &Region::shared, false}};
  for (const Kind& kind : kKinds) {
    if (!key.starts_with(kind.prefix) || !key.ends_with(kind.suffix)) continue;
    key.remove_prefix(kind.prefix.size());
    key.remove_suffix(kind.suffix.size());
    Region& region = regions[std::string(trimmed(key))];
    if (!kind.is_alias || !(region.*kind.size)) region.*kind.size = bytes_of(value);
    return;
  }
}

/** amdgpu lists some resources like memory that are not memory. */
bool is_memory(std::string_view region) {
  constexpr std::array<std::string_view, 4> kOthers = {"gws", "oa", "doorbell", "mmioremap"};
  return std::find(kOthers.begin(), kOthers.end(), region) == kOthers.end();
}

/** Whether a region is on the card, by driver names: vram, vram0, local0, stolen-local0, gds. */
bool is_on_device(std::string_view region, bool has_card_memory) {
  if (region.starts_with("vram") || region.starts_with("local") || region == "gds") return true;
  if (region.starts_with("stolen-")) return region.starts_with("stolen-local");
  // Stolen memory of xe is on the card if the card has memory, else in the system.
  return region == "stolen" && has_card_memory;
}

void add_up(const Regions& regions, DrmClient& client) {
  const bool has_card_memory = std::any_of(regions.begin(), regions.end(), [](const auto& entry) {
    return is_on_device(entry.first, false);
  });
  GpuMemory memory;
  bool is_reported = false;
  bool reports_shared = false;
  for (const auto& [name, region] : regions) {
    if (!is_memory(name)) continue;
    const std::optional<double> size = region.resident ? region.resident : region.total;
    if (!size) continue;
    is_reported = true;
    if (!region.resident && *size > 0) client.is_requested = true;
    memory.used_bytes += *size;
    if (is_on_device(name, has_card_memory)) memory.device_bytes += *size;
    if (!region.shared) continue;
    reports_shared = true;
    memory.shared_bytes += *region.shared;
  }
  if (!is_reported || std::isnan(memory.used_bytes)) return;
  if (!reports_shared) memory.shared_bytes = kNotMeasured;
  client.memory = memory;
}

}  // namespace

std::optional<DrmClient> parse_drm_client(std::string_view text) {
  DrmClient client;
  Regions regions;
  std::string pasid;
  bool is_client = false;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view key = trimmed(line.substr(0, colon));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (key.starts_with("drm-") || key == "pdev") is_client = true;
    if (key == "drm-driver") client.driver = value;
    if (key == "drm-pdev" || (key == "pdev" && client.pci.empty())) client.pci = value;
    if (key == "drm-client-id") client.id = value;
    // The address space identifies a client in kernels that give it no id. 0 means none.
    if (key == "pasid" && value != "0") pasid = value;
    take_size(key, value, regions);
  }
  if (!is_client) return std::nullopt;
  if (client.id.empty() && !pasid.empty()) client.id = "pasid " + pasid;
  add_up(regions, client);
  return client;
}

}  // namespace loadcell

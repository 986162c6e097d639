#include "probe/gpu/drm_memory.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "probe/linux/folder_entries.h"

namespace loadcell {
namespace {

namespace fs = std::filesystem;

/** What one file of fdinfo says. */
struct ClientInfo {
  std::string pci;
  std::string client;
  double resident_bytes = 0;
  double memory_bytes = 0;
  bool has_resident = false;
};

/** Memory on the card, by the names that drivers give it: vram, vram0, local0. */
bool is_own_memory(std::string_view region) {
  return region.starts_with("vram") || region.starts_with("local");
}

double scale_of(const std::string& unit) {
  if (unit == "KiB") return 1024;
  if (unit == "MiB") return 1024.0 * 1024;
  return 1;
}

/** The rest of `key` after `prefix`, without the colon; empty when it begins otherwise. */
std::string_view region_of(std::string_view key, std::string_view prefix) {
  if (!key.starts_with(prefix) || !key.ends_with(":")) return {};
  key.remove_prefix(prefix.size());
  key.remove_suffix(1);
  return key;
}

ClientInfo read_client(const fs::path& path) {
  ClientInfo info;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string key, value, unit;
    words >> key >> value >> unit;
    if (key == "drm-pdev:") info.pci = value;
    if (key == "drm-client-id:") info.client = value;
    const bool resident = is_own_memory(region_of(key, "drm-resident-"));
    const bool memory = is_own_memory(region_of(key, "drm-memory-"));
    if (!resident && !memory) continue;
    std::istringstream number(value);
    double amount = 0;
    if (!(number >> amount)) continue;
    (resident ? info.resident_bytes : info.memory_bytes) += amount * scale_of(unit);
    info.has_resident = info.has_resident || resident;
  }
  return info;
}

}  // namespace

std::vector<DrmMemory> read_drm_memory(const std::string& proc_root, pid_t pid) {
  const fs::path process = fs::path(proc_root) / std::to_string(pid);
  std::vector<DrmMemory> memories;
  std::set<std::pair<std::string, std::string>> seen;
  for (const fs::path& entry : folder_entries(process / "fd")) {
    std::error_code gone;
    const std::string device = fs::read_symlink(entry, gone).string();
    if (gone || !device.starts_with("/dev/dri/")) continue;
    const ClientInfo info = read_client(process / "fdinfo" / entry.filename());
    if (info.pci.empty() || !seen.emplace(info.pci, info.client).second) continue;
    const double used = info.has_resident ? info.resident_bytes : info.memory_bytes;
    bool added = false;
    for (DrmMemory& known : memories) {
      if (known.pci != info.pci) continue;
      known.used_bytes += used;
      added = true;
    }
    if (!added) memories.push_back({.pci = info.pci, .used_bytes = used});
  }
  return memories;
}

}  // namespace loadcell

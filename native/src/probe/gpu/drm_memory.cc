#include "probe/gpu/drm_memory.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "probe/gpu/drm_client.h"
#include "probe/linux/folder_entries.h"

namespace loadcell {
namespace {

namespace fs = std::filesystem;

/** An open file that may be a device: its descriptor and the device node, such as renderD128. */
struct OpenNode {
  std::string fd;
  std::string node;
  /** Whether it is in /dev. */
  bool is_device = false;
};

/** The device node that an open file links to; empty when the name is not that of a DRM node. */
std::string node_of(std::string_view link) {
  if (!link.starts_with('/')) return {};
  const std::string_view name = link.substr(link.rfind('/') + 1);
  constexpr std::string_view kNames[] = {"renderD", "card", "accel"};
  const bool is_node = std::any_of(std::begin(kNames), std::end(kNames),
                                   [&](std::string_view one) { return name.starts_with(one); });
  // A removed node is "renderD128 (deleted)".
  return is_node ? std::string(name.substr(0, name.find(' '))) : std::string();
}

/** Adds the device nodes in a folder of descriptors. @returns 0, or the errno of a failure to read it */
int list_nodes(const fs::path& folder, bool& has_any, std::vector<OpenNode>& nodes) {
  const std::unique_ptr<DIR, int (*)(DIR*)> files(opendir(folder.c_str()), closedir);
  if (!files) return errno;
  char link[512];
  while (const dirent* entry = readdir(files.get())) {
    const ssize_t length = readlinkat(dirfd(files.get()), entry->d_name, link, sizeof(link));
    if (length <= 0) continue;
    has_any = true;
    const std::string_view target(link, static_cast<size_t>(length));
    std::string node = node_of(target);
    if (node.empty()) continue;
    nodes.push_back({.fd = entry->d_name,
                     .node = std::move(node),
                     .is_device = target.starts_with("/dev/")});
  }
  return 0;
}

/** The device nodes that a process has open, and the folder with their fdinfo; nothing without permission. */
std::optional<fs::path> find_nodes(const fs::path& process, std::vector<OpenNode>& nodes) {
  bool has_any = false;
  int failure = list_nodes(process / "fd", has_any, nodes);
  if (failure == EACCES || failure == EPERM) return std::nullopt;
  if (has_any) return process;
  // When the first thread has ended, the files are listed at the other threads.
  for (const fs::path& thread : folder_entries(process / "task")) {
    failure = list_nodes(thread / "fd", has_any, nodes);
    if (has_any) return thread;
    if (failure == EACCES || failure == EPERM) return std::nullopt;
  }
  return process;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/** The device of a node: a PCI address, or its name on another bus; the node name when sysfs has neither. */
std::string device_of(const std::string& sys_root, const std::string& node) {
  const char* kind = node.starts_with("accel") ? "accel" : "drm";
  std::error_code failure;
  const fs::path device =
      fs::canonical(fs::path(sys_root) / "class" / kind / node / "device", failure);
  return failure ? node : device.filename().string();
}

/** Sums clients, each once. */
class Tally {
 public:
  explicit Tally(DrmListing& listing) : listing_(listing) {}

  void add(pid_t pid, const std::string& device, const DrmClient& client) {
    const bool is_new = seen_.emplace(device, client.id).second;
    if (!is_new && client.id.empty()) listing_.ambiguous.insert(device);
    if (!is_new) return;
    if (client.is_requested) listing_.requested.insert(device);
    if (!client.memory) {
      listing_.silent.insert(device);
      return;
    }
    const auto known = std::find_if(
        listing_.memories.begin(), listing_.memories.end(),
        [&](const DrmMemory& one) { return one.pid == pid && one.device == device; });
    if (known != listing_.memories.end()) {
      known->memory += *client.memory;
    } else {
      listing_.memories.push_back({.pid = pid, .device = device, .memory = *client.memory});
    }
  }

 private:
  DrmListing& listing_;
  std::set<std::pair<std::string, std::string>> seen_;
};

}  // namespace

DrmListing list_drm_memory(const std::string& proc_root, const std::string& sys_root,
                           const std::vector<pid_t>& pids) {
  DrmListing listing;
  Tally tally(listing);
  for (const pid_t pid : pids) {
    const fs::path process = fs::path(proc_root) / std::to_string(pid);
    std::error_code failure;
    if (!fs::exists(process, failure)) continue;
    std::vector<OpenNode> nodes;
    const auto folder = find_nodes(process, nodes);
    ++(folder ? listing.readable : listing.unreadable);
    for (const OpenNode& open : nodes) {
      const auto client = parse_drm_client(text_of(*folder / "fdinfo" / open.fd));
      if (!client && open.is_device) listing.mute.insert(device_of(sys_root, open.node));
      // NVML reports the memory of NVIDIA devices.
      if (!client || client->driver == "nvidia-drm") continue;
      tally.add(pid, client->pci.empty() ? device_of(sys_root, open.node) : client->pci, *client);
    }
  }
  return listing;
}

std::vector<std::string> list_drm_devices(const std::string& sys_root) {
  std::vector<std::string> devices;
  for (const fs::path& entry : folder_entries(fs::path(sys_root) / "class" / "drm")) {
    const std::string node = entry.filename().string();
    if (!node.starts_with("renderD")) continue;
    std::error_code failure;
    const fs::path driver = fs::read_symlink(entry / "device" / "driver", failure);
    if (driver.filename() != "nvidia") devices.push_back(device_of(sys_root, node));
  }
  std::sort(devices.begin(), devices.end());
  return devices;
}

std::vector<std::string> problems_of(const DrmListing& listing) {
  std::vector<std::string> problems;
  for (const std::string& device : listing.requested) {
    problems.push_back("GPU " + device +
                       ": reports requested memory; the driver does not report resident memory");
  }
  for (const std::string& device : listing.ambiguous) {
    problems.push_back("GPU " + device +
                       ": counts one open file; the driver does not report which files are the same client");
  }
  if (listing.unreadable > 0 && listing.readable > 0) {
    problems.push_back("GPU memory of processes with unreadable open files is not counted");
  }
  return problems;
}

std::string why_unknown(const DrmListing& listing, const std::string& device) {
  if (listing.silent.contains(device) || listing.mute.contains(device)) {
    return "the driver does not report the memory of processes";
  }
  if (listing.readable == 0 && listing.unreadable > 0) {
    return "the open files of the processes are not readable";
  }
  return {};
}

}  // namespace loadcell

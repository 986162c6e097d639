#include "probe/gpu/amdgpu_device.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "probe/linux/folder_entries.h"

namespace loadcell {
namespace {

namespace fs = std::filesystem;

/** Folder of the device's sensors, whose number changes between boots; a nonexistent path if it has none. */
std::string sensors_of(const std::string& folder) {
  const auto entries = folder_entries(folder + "/hwmon");
  return entries.empty() ? folder + "/hwmon/none" : entries.front().string();
}

std::string first_existing(const std::string& folder, const char* one, const char* other) {
  std::error_code failure;
  const std::string path = folder + "/" + one;
  return fs::exists(path, failure) ? path : folder + "/" + other;
}

}  // namespace

AmdgpuDevice::AmdgpuDevice(const std::string& folder)
    : used_(folder + "/mem_info_vram_used"),
      total_(folder + "/mem_info_vram_total"),
      system_(folder + "/mem_info_gtt_used"),
      busy_(folder + "/gpu_busy_percent") {
  const std::string sensors = sensors_of(folder);
  power_ = TextFile(first_existing(sensors, "power1_average", "power1_input"));
  temperature_ = TextFile(sensors + "/temp1_input");
  core_clock_ = TextFile(sensors + "/freq1_input");
  memory_clock_ = TextFile(sensors + "/freq2_input");
  std::error_code failure;
  const fs::path device = fs::canonical(folder, failure);
  if (!failure) pci_ = device.filename().string();
  std::ifstream product(folder + "/product_name");
  std::string name;
  if (std::getline(product, name) && !name.empty()) name_ = name;
}

GpuReading AmdgpuDevice::read() {
  GpuReading reading;
  reading.used_bytes = used_.read_number();
  reading.total_bytes = total_.read_number();
  reading.system_bytes = system_.read_number();
  reading.utilization = busy_.read_number() / 100;
  reading.power_watts = power_.read_number() / 1e6;
  reading.temperature_celsius = temperature_.read_number() / 1e3;
  reading.core_clock_hz = core_clock_.read_number();
  reading.memory_clock_hz = memory_clock_.read_number();
  problem_ = std::isnan(reading.used_bytes) ? "memory: the driver's file cannot be read" : "";
  return reading;
}

void list_amdgpu_devices(const std::string& sys_root,
                         std::vector<std::unique_ptr<GpuDevice>>& devices) {
  std::vector<std::string> folders;
  std::error_code failure;
  for (const fs::path& entry : folder_entries(sys_root + "/class/drm")) {
    const std::string name = entry.filename().string();
    // card0, but not card0-HDMI-A-1.
    const bool is_card = name.starts_with("card") && name.find('-') == std::string::npos;
    const std::string folder = entry.string() + "/device";
    if (is_card && fs::exists(folder + "/mem_info_vram_used", failure)) folders.push_back(folder);
  }
  std::sort(folders.begin(), folders.end());
  for (const std::string& folder : folders) devices.push_back(std::make_unique<AmdgpuDevice>(folder));
}

}  // namespace loadcell

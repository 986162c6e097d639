#pragma once

#include <memory>
#include <string>
#include <vector>

#include "probe/gpu/gpu_device.h"
#include "probe/linux/text_file.h"

namespace loadcell {

/** An AMD GPU, read through the files of its driver. DRM fdinfo reports its processes; the device does not. */
class AmdgpuDevice final : public GpuDevice {
 public:
  /** @param folder such as /sys/class/drm/card0/device */
  explicit AmdgpuDevice(const std::string& folder);

  const char* vendor() const noexcept override { return "amd"; }
  const std::string& name() const noexcept override { return name_; }
  /** PCI address. */
  const std::string& id() const noexcept override { return pci_; }
  const std::string& problem() const noexcept override { return problem_; }
  GpuReading read() override;
  bool lists_processes() const noexcept override { return false; }
  bool list_processes(std::vector<GpuProcess>&) override { return false; }

 private:
  std::string name_ = "amdgpu";
  std::string pci_;
  std::string problem_;
  TextFile used_;
  TextFile total_;
  TextFile system_;
  TextFile busy_;
  TextFile power_;
  TextFile temperature_;
  TextFile core_clock_;
  TextFile memory_clock_;
};

/** Adds the devices below `sys_root`, usually "/sys". */
void list_amdgpu_devices(const std::string& sys_root,
                         std::vector<std::unique_ptr<GpuDevice>>& devices);

}  // namespace loadcell

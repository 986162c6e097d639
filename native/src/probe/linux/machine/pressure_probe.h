#pragma once

#include <string>

#include "probe/linux/text_file.h"
#include "probe/probe.h"

namespace loadcell {

/** How long some or all tasks waited for memory, CPU and storage (Linux pressure stall information, PSI). */
class PressureProbe final : public Probe {
 public:
  /** @param folder "/proc/pressure", or the folder of a version 2 cgroup */
  PressureProbe(PressureSource source, const std::string& folder);

  RecordKind kind() const noexcept override { return RecordKind::kPressure; }
  uint16_t source() const noexcept override { return static_cast<uint16_t>(source_); }
  ProbeValues read() noexcept override;

  bool is_available() const noexcept { return memory_.is_open(); }

 private:
  const PressureSource source_;
  TextFile memory_;
  TextFile cpu_;
  TextFile io_;
};

}  // namespace loadcell

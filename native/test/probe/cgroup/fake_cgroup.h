#pragma once

#include <string>

#include "probe/cgroup/cgroup_location.h"
#include "support/fake_proc.h"

namespace loadcell::test {

/** A cgroup tree in the folder `cg`, mounted as this process would see it, with process 7 in one of the cgroups. */
class FakeCgroup : public FakeProc {
 public:
  /** @param root the part of the hierarchy that is mounted */
  FakeCgroup(int version, const std::string& root) : version_(version) {
    add_mount(root, "/cg");
    write("7/stat", "7 (a) b) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
  }

  void add_mount(const std::string& root, const std::string& point) const {
    mounts_ += "30 22 0:26 " + root + " " + path() + point + " rw shared:4 - " +
               (version_ == 2 ? "cgroup2 cgroup2 rw\n" : "cgroup cgroup rw,memory\n");
    write("self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda rw\n" + mounts_);
  }

  /** Moves process 7. */
  void join(const std::string& group) const {
    write("7/cgroup", (version_ == 2 ? "0::" : "1:cpu:/\n4:memory:") + group + "\n");
  }

  CgroupSearch found() const { return locate_cgroup(path(), 7); }

 private:
  const int version_;
  mutable std::string mounts_;
};

}  // namespace loadcell::test

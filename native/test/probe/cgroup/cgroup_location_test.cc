#include "probe/cgroup/cgroup_location.h"

#include "harness.h"
#include "probe/cgroup/cgroup_path.h"
#include "probe/cgroup/fake_cgroup.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

std::string way_to(const char* root, const char* group) {
  const auto way = descend(root, group);
  return way ? std::to_string(way->unknown) + way->rest : "none";
}

}  // namespace

TEST("a cgroup is reached by the part of its path below the mount root") {
  CHECK_EQUAL(way_to("/", "/"), "0");
  CHECK_EQUAL(way_to("/", "/a/b"), "0/a/b");
  CHECK_EQUAL(way_to("/docker/c1", "/docker/c1/inner"), "0/inner");
  CHECK_EQUAL(way_to("/docker/c1", "/docker/c1"), "0");
  CHECK_EQUAL(way_to("/docker/c1", "/docker/c10"), "none");
  CHECK_EQUAL(way_to("/docker/c1", "/"), "none");
}

TEST("paths that begin above the root of a cgroup namespace are followed") {
  CHECK_EQUAL(way_to("/..", "/"), "1");
  CHECK_EQUAL(way_to("/../..", "/inner"), "2/inner");
  CHECK_EQUAL(way_to("/../..", "/../sibling"), "1/sibling");
  CHECK_EQUAL(way_to("/../..", "/../../elsewhere/x"), "0/elsewhere/x");
  CHECK_EQUAL(way_to("/../other", "/../other/x"), "0/x");
  CHECK_EQUAL(way_to("/../other", "/"), "none");
  CHECK_EQUAL(way_to("/", "/../sibling"), "none");
  CHECK_EQUAL(way_to("/..", "/..name"), "1/..name");
}

TEST("a mount of a part of the hierarchy is searched from that part on") {
  const FakeCgroup cgroup(2, "/docker/c1");
  cgroup.write("cg/memory.current", "1\n");
  cgroup.write("cg/inner/memory.current", "1\n");
  cgroup.join("/docker/c1/inner");
  CHECK_EQUAL(cgroup.found().location->folder, cgroup.path() + "/cg/inner");
  cgroup.join("/docker/c1");
  CHECK_EQUAL(cgroup.found().location->folder, cgroup.path() + "/cg");
}

TEST("a process in another container is never assigned to a wrong cgroup") {
  const FakeCgroup cgroup(2, "/docker/c1");
  cgroup.write("cg/memory.current", "1\n");
  for (const char* elsewhere : {"/docker/c2", "/../elsewhere", "/"}) {
    cgroup.join(elsewhere);
    CHECK(!cgroup.found().location.has_value());
    CHECK_EQUAL(cgroup.found().reason,
                "is in the cgroup " + std::string(elsewhere) + ", which is not mounted here");
  }
}

TEST("within a cgroup namespace the cgroup is the one that lists the process") {
  const FakeCgroup cgroup(1, "/../..");
  cgroup.write("cg/memory.usage_in_bytes", "1\n");
  for (const char* group : {"a/one", "a/two", "b/three"}) {
    cgroup.write(std::string("cg/") + group + "/memory.usage_in_bytes", "1\n");
    cgroup.write(std::string("cg/") + group + "/cgroup.procs", "11\n");
  }
  cgroup.join("/");
  CHECK(!cgroup.found().location.has_value());
  cgroup.write("cg/a/two/cgroup.procs", "11\n7\n");
  CHECK_EQUAL(cgroup.found().location->folder, cgroup.path() + "/cg/a/two");
}

TEST("a folder with the right name that lists only other processes is rejected") {
  const FakeCgroup cgroup(2, "/");
  cgroup.write("cg/job/memory.current", "1\n");
  cgroup.write("cg/job/cgroup.procs", "11\n");
  cgroup.join("/job");
  CHECK(!cgroup.found().location.has_value());
  cgroup.add_mount("/", "/later");
  cgroup.write("later/job/memory.current", "1\n");
  cgroup.write("later/job/cgroup.procs", "7\n");
  CHECK_EQUAL(cgroup.found().location->folder, cgroup.path() + "/later/job");
}

TEST("a cgroup without the memory controller counts in the nearest ancestor that has it") {
  const FakeCgroup cgroup(2, "/");
  cgroup.write("cg/a/memory.current", "1\n");
  cgroup.write("cg/a/b/c/cgroup.procs", "7\n");
  cgroup.join("/a/b/c");
  CHECK_EQUAL(cgroup.found().location->folder, cgroup.path() + "/cg/a");
  cgroup.write("cg/d/cgroup.procs", "7\n");
  cgroup.join("/d");
  CHECK_EQUAL(cgroup.found().reason, "is in a cgroup without the memory controller");
  cgroup.join("/");
  CHECK_EQUAL(cgroup.found().reason, "is in the root cgroup, which does not account for memory");
}

TEST("a hybrid system uses version 1 memory, with a reason when it is not mounted") {
  const FakeCgroup cgroup(1, "/");
  cgroup.write("cg/job/memory.usage_in_bytes", "1\n");
  cgroup.write("7/cgroup", "4:memory,hugetlb:/job\n1:name=systemd:/x\n0::/y\n");
  CHECK_EQUAL(cgroup.found().location->version, 1);
  const FakeCgroup unmounted(2, "/");
  unmounted.write("7/cgroup", "4:memory:/job\n0::/y\n");
  CHECK_EQUAL(unmounted.found().reason,
              "has a cgroup, but the file system of its memory controller (version 1) is not "
              "mounted here");
}

TEST("a process without cgroups has a reason") {
  const FakeProc proc;
  CHECK_EQUAL(locate_cgroup(proc.path(), 7).reason, "is in no cgroup with the memory controller");
}

#include "probe/cgroup/cgroup_probe.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "harness.h"
#include "probe/cgroup/fake_cgroup.h"
#include "sampler/survey/survey_probes.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

using Rows = std::map<std::pair<RecordKind, int>, ProbeValues>;

/** The rows of one tick that have values. */
Rows tick(CgroupProbe& probe) {
  Rows rows;
  do {
    const ProbeValues values = probe.read();
    if (std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v); })) continue;
    rows[{probe.kind(), probe.source()}] = values;
  } while (probe.has_more());
  return rows;
}

/** The rows of the next tick that also reads the slow values. */
Rows slow_tick(CgroupProbe& probe) {
  for (int i = 0; i < 4; ++i) tick(probe);
  return tick(probe);
}

bool has(const Rows& rows, RecordKind kind, int source) { return rows.contains({kind, source}); }

void write_group(const FakeCgroup& cgroup, const std::string& folder, const std::string& usage,
                 const std::string& limit) {
  cgroup.write(folder + "/memory.usage_in_bytes", usage + "\n");
  cgroup.write(folder + "/memory.max_usage_in_bytes", "8192\n");
  cgroup.write(folder + "/memory.limit_in_bytes", limit + "\n");
  cgroup.write(folder + "/memory.failcnt", "6\n");
  cgroup.write(folder + "/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
}

constexpr const char* kUnlimited = "9223372036854771712";

}  // namespace

TEST("a limit of an ancestor cgroup is in a row with the usage of that cgroup") {
  const FakeCgroup cgroup(1, "/");
  cgroup.join("/parent/leaf");
  write_group(cgroup, "cg", "99999", kUnlimited);
  write_group(cgroup, "cg/parent", "5000", "9000");
  write_group(cgroup, "cg/parent/leaf", "400", kUnlimited);
  CgroupProbe probe(cgroup.path(), 7);
  const Rows rows = tick(probe);
  CHECK(rows.at({RecordKind::kCgroupMemory, 0}) == (ProbeValues{400, 8192, kInfinite, 6, 2}));
  CHECK(rows.at({RecordKind::kCgroupMemory, 1}) == (ProbeValues{5000, 8192, 9000, 6, 2}));
  // The root has no limit, and accounts for all memory of the machine.
  CHECK(!has(rows, RecordKind::kCgroupMemory, 2));
  write_group(cgroup, "cg/parent", "5000", kUnlimited);
  CHECK(!has(tick(probe), RecordKind::kCgroupMemory, 1));
}

TEST("\"no limit\" of version 1 is infinite for every page size") {
  for (const char* text : {"9223372036854771712", "9223372036854710272", "9223372036854775807"}) {
    const FakeCgroup cgroup(1, "/");
    cgroup.join("/job");
    write_group(cgroup, "cg/job", "1", text);
    CgroupProbe probe(cgroup.path(), 7);
    CHECK_EQUAL(tick(probe).at({RecordKind::kCgroupMemory, 0})[2], kInfinite);
  }
}

TEST("version 1 limits apply to the cgroups below only with use_hierarchy") {
  const FakeCgroup cgroup(1, "/");
  cgroup.join("/parent/leaf");
  write_group(cgroup, "cg/parent", "5000", "9000");
  cgroup.write("cg/parent/memory.use_hierarchy", "0\n");
  write_group(cgroup, "cg/parent/leaf", "400", kUnlimited);
  CgroupProbe probe(cgroup.path(), 7);
  CHECK(!has(tick(probe), RecordKind::kCgroupMemory, 1));
}

TEST("file cache and swap of a limited cgroup are read with its usage, less often far from its limit") {
  const FakeCgroup cgroup(1, "/");
  cgroup.join("/job");
  write_group(cgroup, "cg/job", "4096", "9000");
  cgroup.write("cg/job/memory.stat",
               "inactive_file 1\nactive_file 2\nhierarchical_memory_limit 9000\n"
               "total_swap 30\ntotal_inactive_file 100\ntotal_active_file 200\n");
  cgroup.write("cg/job/memory.memsw.limit_in_bytes", "9500\n");
  CgroupProbe probe(cgroup.path(), 7);
  const ProbeValues reserve = tick(probe).at({RecordKind::kCgroupLimit, 0});
  CHECK_EQUAL(reserve[0], 100.0);
  CHECK_EQUAL(reserve[1], 200.0);
  CHECK(std::isnan(reserve[2]));
  CHECK_EQUAL(reserve[3], 30.0);
  CHECK_EQUAL(reserve[4], 500.0);
  CHECK(!has(tick(probe), RecordKind::kCgroupLimit, 0));
  write_group(cgroup, "cg/job", "8000", "9000");
  CHECK(has(tick(probe), RecordKind::kCgroupLimit, 0));
}

TEST("a version 2 cgroup has events, a throttling threshold and a swap limit") {
  const FakeCgroup cgroup(2, "/");
  cgroup.join("/a.slice/b.scope");
  cgroup.write("cg/a.slice/memory.current", "7000\n");
  cgroup.write("cg/a.slice/memory.max", "9000\n");
  cgroup.write("cg/a.slice/b.scope/memory.max", "max\n");
  cgroup.write("cg/a.slice/b.scope/memory.high", "6000\n");
  cgroup.write("cg/a.slice/b.scope/memory.current", "4096\n");
  cgroup.write("cg/a.slice/b.scope/memory.peak", "8192\n");
  cgroup.write("cg/a.slice/b.scope/memory.swap.current", "11\n");
  cgroup.write("cg/a.slice/b.scope/memory.swap.max", "22\n");
  cgroup.write("cg/a.slice/b.scope/memory.stat", "anon 5\ninactive_file 33\nactive_file 44\n");
  cgroup.write("cg/a.slice/b.scope/memory.events",
               "low 0\nhigh 1\nmax 5\noom 2\noom_kill 3\noom_group_kill 0\n");
  CgroupProbe probe(cgroup.path(), 7);
  const Rows rows = tick(probe);
  CHECK(rows.at({RecordKind::kCgroupMemory, 0}) == (ProbeValues{4096, 8192, kInfinite, 5, 3}));
  CHECK(rows.at({RecordKind::kCgroupLimit, 0}) == (ProbeValues{33, 44, 6000, 11, 22}));
  CHECK_EQUAL(rows.at({RecordKind::kCgroupMemory, 1})[0], 7000.0);
  CHECK_EQUAL(rows.at({RecordKind::kCgroupMemory, 1})[2], 9000.0);
}

TEST("a limit of an invisible cgroup has no usage and a reason") {
  const FakeCgroup cgroup(1, "/");
  cgroup.join("/");
  write_group(cgroup, "cg", "400", kUnlimited);
  cgroup.write("cg/memory.stat", "hierarchical_memory_limit 1610612736\n");
  CgroupProbe probe(cgroup.path(), 7);
  const ProbeValues hidden = tick(probe).at({RecordKind::kCgroupMemory, 1});
  CHECK(std::isnan(hidden[0]));
  CHECK_EQUAL(hidden[2], 1'610'612'736.0);
  const SurveyProbes made = make_survey_probes(cgroup.path(), {.machine = false, .cgroup_of = 7});
  CHECK_EQUAL(made.missing.front(),
              "cgroup usage: the cgroup that limits process 7 to 1.5 GiB is not mounted here");
  cgroup.write("cg/memory.stat", "hierarchical_memory_limit 536870912\n");
  CHECK_EQUAL(make_survey_probes(cgroup.path(), {.machine = false, .cgroup_of = 7}).missing.front(),
              "cgroup usage: the cgroup that limits process 7 to 512.0 MiB is not mounted here");
}

TEST("a moved process has rows with new sources, and none for an invisible cgroup") {
  const FakeCgroup cgroup(2, "/c1");
  cgroup.join("/c1/before");
  cgroup.write("cg/before/memory.current", "1\n");
  cgroup.write("cg/after/memory.current", "2\n");
  CgroupProbe probe(cgroup.path(), 7);
  CHECK_EQUAL(tick(probe).at({RecordKind::kMemoryEvents, 0})[1], 0.0);
  cgroup.join("/c1/after");
  const Rows moved = slow_tick(probe);
  CHECK(!has(moved, RecordKind::kCgroupMemory, 0));
  CHECK_EQUAL(moved.at({RecordKind::kCgroupMemory, kSourcesPerCgroup})[0], 2.0);
  CHECK_EQUAL(moved.at({RecordKind::kMemoryEvents, 0})[1], 1.0);
  cgroup.join("/c2");
  const Rows unseen = slow_tick(probe);
  CHECK_EQUAL(unseen.size(), 1U);
  CHECK_EQUAL(unseen.at({RecordKind::kMemoryEvents, 0})[1], 2.0);
  CHECK_EQUAL(unseen.at({RecordKind::kMemoryEvents, 0})[2], 0.0);
}

TEST("an ended process keeps its cgroup, though the kernel shows it in the root") {
  const FakeCgroup cgroup(1, "/");
  cgroup.join("/job");
  write_group(cgroup, "cg", "99999", kUnlimited);
  write_group(cgroup, "cg/job", "400", kUnlimited);
  CgroupProbe probe(cgroup.path(), 7);
  tick(probe);
  cgroup.write("7/stat", "7 (a) b) R 1 7 7 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
  cgroup.join("/");
  const Rows rows = slow_tick(probe);
  CHECK_EQUAL(rows.at({RecordKind::kCgroupMemory, 0})[0], 400.0);
  CHECK_EQUAL(rows.at({RecordKind::kMemoryEvents, 0})[1], 0.0);
}

TEST("a move in another hierarchy keeps the memory cgroup") {
  const FakeCgroup cgroup(1, "/");
  cgroup.join("/job");
  write_group(cgroup, "cg/job", "400", kUnlimited);
  CgroupProbe probe(cgroup.path(), 7);
  tick(probe);
  cgroup.write("7/cgroup", "1:cpu:/elsewhere\n4:memory:/job\n");
  CHECK_EQUAL(slow_tick(probe).at({RecordKind::kCgroupMemory, 0})[0], 400.0);
}

TEST("OOM kills of the machine are read beyond the first page of their file") {
  const FakeCgroup cgroup(2, "/");
  std::string text;
  while (text.size() < 10'000) text += "some_counter_of_the_kernel 12345\n";
  cgroup.write("vmstat", text + "oom_kill 4\n");
  CgroupProbe probe(cgroup.path(), 7);
  CHECK_EQUAL(tick(probe).at({RecordKind::kMemoryEvents, 0})[0], 4.0);
}

TEST("a cgroup that is not found is missing with a reason and has no rows") {
  const FakeCgroup cgroup(2, "/c1");
  cgroup.join("/c2");
  SurveyProbes made = make_survey_probes(cgroup.path(), {.machine = false, .cgroup_of = 7});
  CHECK_EQUAL(made.missing.size(), 1U);
  CHECK_EQUAL(made.missing.front(),
              "cgroup memory: process 7 is in the cgroup /c2, which is not mounted here");
  CgroupProbe probe(cgroup.path(), 7);
  CHECK(!has(tick(probe), RecordKind::kCgroupMemory, 0));
}

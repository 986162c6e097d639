#include "napi/functions/cgroup_levels.h"

#include <cmath>
#include <cstdint>
#include <string>

#include "probe/cgroup/cgroup_level.h"

namespace loadcell {

Napi::Value cgroup_levels(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const bool is_asked = info.Length() == 2 && info[0].IsString() && info[1].IsNumber();
  const double pid = is_asked ? info[1].As<Napi::Number>().DoubleValue() : 0;
  if (!(pid >= 1 && pid <= INT32_MAX)) {
    throw Napi::TypeError::New(env, "cgroupLevels needs a folder and a process ID.");
  }
  const CgroupSearch search =
      locate_cgroup(info[0].As<Napi::String>().Utf8Value(), static_cast<pid_t>(pid));
  Napi::Object found = Napi::Object::New(env);
  Napi::Array levels = Napi::Array::New(env);
  found.Set("reason", search.reason);
  found.Set("levels", levels);
  if (!search.location) return found;
  const size_t mount_length = search.location->mount_point.size();
  const auto add = [&](const std::string& group, double limit_bytes) {
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("group", group.empty() ? "/" : group);
    entry.Set("limitBytes", limit_bytes);
    levels.Set(levels.Length(), entry);
  };
  const std::vector<CgroupLevel> seen = open_cgroup_levels(*search.location);
  for (const CgroupLevel& level : seen) {
    add(level.folder().substr(mount_length), level.limit_bytes());
  }
  const double hidden = read_hidden_limit_bytes(seen);
  if (!std::isnan(hidden)) add("a cgroup that is not mounted here", hidden);
  return found;
}

}  // namespace loadcell

#include "launch/execute.h"

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace loadcell {
namespace {

/** Where a shell searches without a PATH. */
constexpr std::string_view kDefaultPath = "/bin:/usr/bin";
constexpr std::string_view kPathName = "PATH=";

std::vector<char*> pointers_to(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (const std::string& text : strings) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

std::string_view path_in(const std::vector<std::string>& environment) {
  for (const std::string& variable : environment) {
    if (variable.starts_with(kPathName)) {
      return std::string_view(variable).substr(kPathName.size());
    }
  }
  return kDefaultPath;
}

/** The files that a name may refer to, in order. */
std::vector<std::string> candidates_for(const std::string& name, std::string_view path) {
  if (name.find('/') != std::string::npos) return {name};
  std::vector<std::string> files;
  while (true) {
    const size_t end = path.find(':');
    const std::string_view folder = path.substr(0, end);
    files.push_back(folder.empty() ? "./" + name : std::string(folder) + "/" + name);
    if (end == std::string_view::npos) return files;
    path.remove_prefix(end + 1);
  }
}

/** @returns errno */
int execute_file(const std::string& file, const LaunchPlan& plan) {
  const std::vector<char*> environment = pointers_to(plan.environment);
  execve(file.c_str(), pointers_to(plan.command).data(), environment.data());
  if (errno != ENOEXEC) return errno;
  std::vector<std::string> script = {"/bin/sh", file};
  script.insert(script.end(), plan.command.begin() + 1, plan.command.end());
  execve(script[0].c_str(), pointers_to(script).data(), environment.data());
  return errno;
}

bool has_more_rights(const std::string& file) {
  struct stat of_file{};
  if (stat(file.c_str(), &of_file) != 0) return false;
  if ((of_file.st_mode & (S_ISUID | S_ISGID)) != 0) return true;
  return getxattr(file.c_str(), "security.capability", nullptr, 0) > 0;
}

}  // namespace

bool gains_rights(const LaunchPlan& plan) {
  for (const std::string& file :
       candidates_for(plan.command.front(), path_in(plan.environment))) {
    if (access(file.c_str(), X_OK) == 0) return has_more_rights(file);
  }
  return false;
}

int execute(const LaunchPlan& plan) {
  const std::string& name = plan.command.front();
  if (name.empty()) return ENOENT;
  bool is_forbidden = false;
  for (const std::string& file : candidates_for(name, path_in(plan.environment))) {
    const int error = execute_file(file, plan);
    if (error == EACCES) {
      is_forbidden = true;
    } else if (error != ENOENT && error != ENOTDIR) {
      return error;
    }
  }
  return is_forbidden ? EACCES : ENOENT;
}

}  // namespace loadcell

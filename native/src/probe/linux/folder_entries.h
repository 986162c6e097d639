#pragma once

#include <filesystem>
#include <system_error>
#include <vector>

namespace loadcell {

/** The entries of a folder. If the folder is missing or disappears, returns what was read of it. */
inline std::vector<std::filesystem::path> folder_entries(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> entries;
  std::error_code failure;
  std::filesystem::directory_iterator entry(folder, failure);
  const std::filesystem::directory_iterator end;
  while (!failure && entry != end) {
    entries.push_back(entry->path());
    entry.increment(failure);
  }
  return entries;
}

}  // namespace loadcell

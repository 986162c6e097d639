#include <fcntl.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "launch/launch_plan.h"
#include "launch/launcher.h"

/** Arguments: the descriptor of the socket to the runner, and `background` for a command without a terminal. */
int main(int argc, char** argv) {
  using Place = loadcell::Launcher::Place;
  const long number = argc == 2 || argc == 3 ? std::strtol(argv[1], nullptr, 10) : -1;
  const Place place = argc == 3 && std::strcmp(argv[2], "background") == 0 ? Place::kBackground
                                                                         : Place::kWithRunner;
  if (number < 3 || fcntl(static_cast<int>(number), F_SETFD, FD_CLOEXEC) != 0) {
    std::fputs("loadcell-launch is an internal program; use loadcell record -- COMMAND.\n",
               stderr);
    return 2;
  }
  loadcell::Fd control(static_cast<int>(number));
  auto plan = loadcell::read_launch_plan(control.get());
  if (!plan) return 1;
  return loadcell::Launcher(std::move(control), std::move(*plan), place).run();
}

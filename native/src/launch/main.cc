#include <fcntl.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "launch/launch_plan.h"
#include "launch/launcher.h"

/** Started by the runner, with the number of the socket that they talk over. */
int main(int argc, char** argv) {
  const long number = argc == 2 ? std::strtol(argv[1], nullptr, 10) : -1;
  if (number < 3 || fcntl(static_cast<int>(number), F_SETFD, FD_CLOEXEC) != 0) {
    std::fputs("loadcell-launch is started by loadcell, to run a command: loadcell record -- COMMAND.\n",
               stderr);
    return 2;
  }
  loadcell::Fd control(static_cast<int>(number));
  auto plan = loadcell::read_launch_plan(control.get());
  if (!plan) return 1;
  return loadcell::Launcher(std::move(control), std::move(*plan)).run();
}

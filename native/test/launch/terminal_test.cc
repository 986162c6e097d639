#include "launch/terminal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/fd.h"
#include "harness.h"

using loadcell::Fd;
using loadcell::is_orphaned;
using loadcell::Terminal;

namespace {

/** @returns whether the terminal edits and echoes lines */
bool has_line_modes(int fd) {
  termios modes{};
  return tcgetattr(fd, &modes) == 0 && (modes.c_lflag & ICANON) != 0 && (modes.c_lflag & ECHO) != 0;
}

/** Runs in a new session with a terminal. @returns exit code, 0 if the modes were restored */
int restore_in_session(const char* name) {
  if (setsid() < 0) return 1;
  const Fd side(open(name, O_RDWR));
  if (!has_line_modes(side.get())) return 2;
  const Terminal terminal = Terminal::of_session();
  termios raw{};
  tcgetattr(side.get(), &raw);
  cfmakeraw(&raw);
  if (tcsetattr(side.get(), TCSANOW, &raw) != 0 || has_line_modes(side.get())) return 3;
  terminal.restore_modes();
  return has_line_modes(side.get()) ? 0 : 4;
}

/** Tests in a child that first calls this and then leads its own group. */
bool is_orphaned_after(pid_t (*move)()) {
  const pid_t pid = fork();
  if (pid == 0) {
    move();
    _exit(is_orphaned(getpgrp()) ? 1 : 0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

}  // namespace

TEST("a terminal gets its original modes back") {
  const Fd terminal(posix_openpt(O_RDWR | O_NOCTTY));
  CHECK(terminal.is_open());
  CHECK_EQUAL(grantpt(terminal.get()), 0);
  CHECK_EQUAL(unlockpt(terminal.get()), 0);
  const pid_t pid = fork();
  if (pid == 0) _exit(restore_in_session(ptsname(terminal.get())));
  int status = -1;
  CHECK_EQUAL(waitpid(pid, &status, 0), pid);
  CHECK_EQUAL(status, 0);
}
TEST("a group with a parent in another group of the session is not orphaned") {
  CHECK(!is_orphaned_after([] { return static_cast<pid_t>(setpgid(0, 0)); }));
}

TEST("the first group of a session is orphaned") { CHECK(is_orphaned_after(setsid)); }

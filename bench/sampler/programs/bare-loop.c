/*
 * The least that sampling can cost: a thread that sleeps until absolute deadlines and reads the statm of processes.
 *   bare-loop PERIOD_NS TICKS [PID...]
 * Without a process it only wakes up. Prints the CPU time of the thread for TICKS ticks, in nanoseconds, after a tenth
 * of TICKS that are not counted.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { kMostProcesses = 256 };

static int64_t now_ns(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int main(int argc, char** argv) {
  if (argc < 3 || argc > 3 + kMostProcesses) return 2;
  const int64_t period_ns = atoll(argv[1]);
  const int64_t ticks = atoll(argv[2]);
  const int64_t uncounted = ticks / 10;
  const int processes = argc - 3;
  int files[kMostProcesses];
  for (int i = 0; i < processes; i++) {
    char path[64];
    snprintf(path, sizeof(path), "/proc/%s/statm", argv[3 + i]);
    files[i] = open(path, O_RDONLY | O_CLOEXEC);
    if (files[i] < 0) {
      perror(path);
      return 1;
    }
  }
  prctl(PR_SET_TIMERSLACK, 1UL, 0, 0, 0);
  char text[256];
  int64_t started_cpu_ns = now_ns(CLOCK_THREAD_CPUTIME_ID);
  int64_t deadline_ns = now_ns(CLOCK_MONOTONIC);
  for (int64_t tick = -uncounted; tick < ticks; tick++) {
    if (tick == 0) started_cpu_ns = now_ns(CLOCK_THREAD_CPUTIME_ID);
    deadline_ns += period_ns;
    const struct timespec deadline = {.tv_sec = deadline_ns / 1000000000,
                                      .tv_nsec = deadline_ns % 1000000000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL);
    for (int i = 0; i < processes; i++) {
      if (pread(files[i], text, sizeof(text), 0) <= 0) return 1;
    }
  }
  printf("%lld\n", (long long)(now_ns(CLOCK_THREAD_CPUTIME_ID) - started_cpu_ns));
  return 0;
}

/*
 * A process of known memory: it follows commands on stdin, replies on stdout, and ends with its stdin.
 *   touch PAGES                      makes that many more pages resident         -> done
 *   burn NS                          uses that much CPU time                     -> done
 *   family COUNT                     forks processes that only wait              -> family PID...
 *   peak PAGES HOLD_NS               maps, touches, holds and unmaps             -> peak RESIDENT_PAGES
 *   spikes SEED COUNT PAGES HOLD_NS GAP_LOW_NS GAP_HIGH_NS
 *       at random times maps, touches, holds and unmaps -> COUNT lines "spike BEGUN FULL EMPTYING GONE", then done
 * Timestamps are CLOCK_MONOTONIC nanoseconds: before the mapping, all pages touched, before and after the unmapping.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { kMaxSpikes = 10000, kMaxChildren = 1000 };

struct spike {
  int64_t begun_ns, full_ns, emptying_ns, gone_ns;
};

static struct spike spikes[kMaxSpikes];
static size_t page_bytes;
static int statm_file;

static int64_t clock_now_ns(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t now_ns(void) { return clock_now_ns(CLOCK_MONOTONIC); }

static void sleep_until(int64_t deadline_ns) {
  const struct timespec deadline = {.tv_sec = deadline_ns / 1000000000,
                                    .tv_nsec = deadline_ns % 1000000000};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL);
}

static char* map_and_touch(size_t pages) {
  char* memory = mmap(NULL, pages * page_bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    perror("mmap");
    exit(1);
  }
  for (size_t page = 0; page < pages; page++) memory[page * page_bytes] = 1;
  return memory;
}

/* xorshift64*: the same seed gives the same run. */
static uint64_t next_random(uint64_t* state) {
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return *state * 2685821657736338717ULL;
}

static void make_spikes(uint64_t seed, int count, size_t pages, int64_t hold_ns, int64_t gap_low_ns,
                        int64_t gap_high_ns) {
  uint64_t state = seed * 2 + 1;
  if (count > kMaxSpikes) count = kMaxSpikes;
  for (int index = 0; index < count; index++) {
    struct spike* spike = &spikes[index];
    const uint64_t gap_ns = next_random(&state) % (uint64_t)(gap_high_ns - gap_low_ns + 1);
    sleep_until(now_ns() + gap_low_ns + (int64_t)gap_ns);
    spike->begun_ns = now_ns();
    char* memory = map_and_touch(pages);
    spike->full_ns = now_ns();
    sleep_until(spike->full_ns + hold_ns);
    spike->emptying_ns = now_ns();
    munmap(memory, pages * page_bytes);
    spike->gone_ns = now_ns();
  }
  for (int index = 0; index < count; index++) {
    const struct spike* spike = &spikes[index];
    printf("spike %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "\n", spike->begun_ns,
           spike->full_ns, spike->emptying_ns, spike->gone_ns);
  }
  puts("done");
}

static long long resident_pages(void) {
  char text[256];
  long long pages = -1;
  const ssize_t length = pread(statm_file, text, sizeof(text) - 1, 0);
  if (length > 0) {
    text[length] = 0;
    sscanf(text, "%*s %lld", &pages);
  }
  return pages;
}

static void make_peak(size_t pages, int64_t hold_ns) {
  char* memory = map_and_touch(pages);
  long long resident = resident_pages();
  if (hold_ns > 0) {
    sleep_until(now_ns() + hold_ns);
    /* The first sleep makes 16 pages of code of the C library resident: they belong to this peak. */
    const long long resident_later = resident_pages();
    if (resident_later > resident) resident = resident_later;
  }
  munmap(memory, pages * page_bytes);
  printf("peak %lld\n", resident);
}

static void fork_family(int count) {
  static pid_t children[kMaxChildren];
  const pid_t parent = getpid();
  if (count > kMaxChildren) count = kMaxChildren;
  for (int index = 0; index < count; index++) {
    const pid_t child = fork();
    if (child < 0) {
      perror("fork");
      exit(1);
    }
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() != parent) _exit(0);
      map_and_touch(256);
      for (;;) pause();
    }
    children[index] = child;
  }
  printf("family");
  for (int index = 0; index < count; index++) printf(" %d", children[index]);
  puts("");
}

static void burn(int64_t cpu_ns) {
  const int64_t until_ns = clock_now_ns(CLOCK_PROCESS_CPUTIME_ID) + cpu_ns;
  while (clock_now_ns(CLOCK_PROCESS_CPUTIME_ID) < until_ns) continue;
  puts("done");
}

int main(void) {
  char line[256];
  prctl(PR_SET_TIMERSLACK, 1UL, 0, 0, 0);
  page_bytes = (size_t)sysconf(_SC_PAGESIZE);
  statm_file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  /* Resident from now on, so that recording timestamps changes nothing later. */
  memset(spikes, 1, sizeof(spikes));
  resident_pages();
  while (fgets(line, sizeof(line), stdin) != NULL) {
    unsigned long long first = 0, pages = 0;
    long long hold_ns = 0, low_ns = 0, high_ns = 0;
    int count = 0;
    if (sscanf(line, "touch %llu", &pages) == 1) {
      map_and_touch(pages);
      puts("done");
    } else if (sscanf(line, "burn %llu", &first) == 1) {
      burn((int64_t)first);
    } else if (sscanf(line, "family %d", &count) == 1) {
      fork_family(count);
    } else if (sscanf(line, "peak %llu %lld", &pages, &hold_ns) == 2) {
      make_peak(pages, hold_ns);
    } else if (sscanf(line, "spikes %llu %d %llu %lld %lld %lld", &first, &count, &pages, &hold_ns,
                      &low_ns, &high_ns) == 6) {
      make_spikes(first, count, pages, hold_ns, low_ns, high_ns);
    } else {
      puts("unknown command");
    }
    fflush(stdout);
  }
  return 0;
}

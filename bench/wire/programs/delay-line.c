// Carries packets between two network namespaces, each of which gets a TUN device, and keeps every packet for a fixed time.
//
// usage: delay-line NAMESPACE NAMESPACE DEVICE DELAY_US DROP_ONE_IN
//
// Prints "ready" when both devices exist, and runs until it is killed. Every DROP_ONE_IN-th packet of at least 100 bytes is lost,
// which leaves handshakes and acknowledgments alone; 0 loses none.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { PACKET_BYTES = 2048, PACKETS = 8192, DATA_BYTES = 100 };

struct packet {
  int64_t due_ns;
  ssize_t length;
  char bytes[PACKET_BYTES];
};

/** One direction: packets wait in the order in which they came, since all wait equally long. */
struct line {
  int from;
  int to;
  unsigned head;
  unsigned tail;
  struct packet packets[PACKETS];
};

static struct line lines[2];
static int64_t delay_ns;
static unsigned drop_one_in;
static unsigned data_packets;

static void fail(const char* what) {
  perror(what);
  exit(1);
}

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/** A device in the namespace; its descriptor works from every namespace. */
static int open_device(const char* namespace, const char* device) {
  char path[256];
  snprintf(path, sizeof(path), "/run/netns/%s", namespace);
  const int space = open(path, O_RDONLY | O_CLOEXEC);
  if (space < 0 || setns(space, CLONE_NEWNET) != 0) fail(path);
  close(space);
  const int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (tun < 0) fail("/dev/net/tun");
  struct ifreq request;
  memset(&request, 0, sizeof(request));
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  strncpy(request.ifr_name, device, sizeof(request.ifr_name) - 1);
  if (ioctl(tun, TUNSETIFF, &request) != 0) fail("TUNSETIFF");
  return tun;
}

static int is_lost(ssize_t length) {
  if (drop_one_in == 0 || length < DATA_BYTES) return 0;
  return ++data_packets % drop_one_in == 0;
}

static void take_in(struct line* line) {
  while (line->head - line->tail < PACKETS) {
    struct packet* const packet = &line->packets[line->head % PACKETS];
    packet->length = read(line->from, packet->bytes, PACKET_BYTES);
    if (packet->length <= 0) return;
    packet->due_ns = now_ns() + delay_ns;
    if (!is_lost(packet->length)) line->head++;
  }
}

static void let_out(struct line* line) {
  while (line->tail != line->head) {
    const struct packet* const packet = &line->packets[line->tail % PACKETS];
    if (packet->due_ns > now_ns()) return;
    // A device that is full loses the packet, as a network would.
    if (write(line->to, packet->bytes, packet->length) < 0 && errno == EINTR) continue;
    line->tail++;
  }
}

/** Until the next packet is due; negative when none waits. */
static int64_t wait_ns(void) {
  int64_t due_ns = -1;
  for (int i = 0; i < 2; i++) {
    const struct line* const line = &lines[i];
    if (line->tail == line->head) continue;
    const int64_t ns = line->packets[line->tail % PACKETS].due_ns;
    if (due_ns < 0 || ns < due_ns) due_ns = ns;
  }
  if (due_ns < 0) return -1;
  const int64_t left_ns = due_ns - now_ns();
  return left_ns > 0 ? left_ns : 0;
}

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  delay_ns = atoll(argv[4]) * 1000;
  drop_one_in = (unsigned)atoi(argv[5]);
  const int one = open_device(argv[1], argv[3]);
  const int other = open_device(argv[2], argv[3]);
  lines[0].from = lines[1].to = one;
  lines[1].from = lines[0].to = other;
  prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
  const struct sched_param priority = {.sched_priority = 1};
  // It must run as soon as a packet is due, whatever else the machine does; without permission it is merely less exact.
  sched_setscheduler(0, SCHED_FIFO, &priority);
  puts("ready");
  fflush(stdout);
  for (;;) {
    struct pollfd fds[2] = {{.fd = one, .events = POLLIN}, {.fd = other, .events = POLLIN}};
    const int64_t left_ns = wait_ns();
    const struct timespec timeout = {.tv_sec = left_ns / 1000000000, .tv_nsec = left_ns % 1000000000};
    if (ppoll(fds, 2, left_ns < 0 ? NULL : &timeout, NULL) < 0 && errno != EINTR) fail("ppoll");
    for (int i = 0; i < 2; i++) {
      if (fds[i].revents & (POLLERR | POLLNVAL)) return 0;
      take_in(&lines[i]);
      let_out(&lines[i]);
    }
  }
}

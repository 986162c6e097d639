/*
 * What the kernel's timestamps of sends cost a plain request on loopback, and what they say.
 *   send-stamps REQUESTS STAMPS
 * One connection to a server in a process of its own. STAMPS is 1 with timestamps of sends, 0 with those of arrivals alone.
 * Prints JSON: CPU time of the client per request and, with STAMPS, quantiles of the time from just before the call of send to
 * the kernel's timestamp, and how many are outside the call.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { kRequestBytes = 200, kResponseBytes = 64, kBufferBytes = 4096, kControlBytes = 512 };

/* Readings of the two clocks differ by less. */
static const int64_t kToleranceNs = 1000;
/* The kernel begins to timestamp milliseconds after it is asked. */
static const useconds_t kSettleUs = 50000;

static int64_t clock_now_ns(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void fail(const char* what) {
  perror(what);
  exit(1);
}

static void send_at_once(int socket) {
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static void serve(int listener) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int connection = accept(listener, NULL, NULL);
  char bytes[kBufferBytes] = {0};
  send_at_once(connection);
  while (recv(connection, bytes, sizeof(bytes), 0) > 0) {
    if (send(connection, bytes, kResponseBytes, MSG_NOSIGNAL) < 0) break;
  }
  exit(0);
}

/* CLOCK_REALTIME of the next timestamp on the error queue; 0: none is left. */
static int64_t next_stamp_ns(int socket) {
  char control[kControlBytes];
  struct msghdr message = {.msg_control = control, .msg_controllen = sizeof(control)};
  if (recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return 0;
  for (struct cmsghdr* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SO_TIMESTAMPING) continue;
    struct timespec stamp;
    memcpy(&stamp, CMSG_DATA(part), sizeof(stamp));
    return (int64_t)stamp.tv_sec * 1000000000 + stamp.tv_nsec;
  }
  return 0;
}

static int by_value(const void* one, const void* other) {
  const int64_t left = *(const int64_t*)one;
  const int64_t right = *(const int64_t*)other;
  return (left > right) - (left < right);
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const long requests = atol(argv[1]);
  const int has_stamps = atoi(argv[2]);
  if (requests < 100) return 2;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof(address);
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener, (struct sockaddr*)&address, length) != 0 || listen(listener, 1) != 0) fail("listen");
  getsockname(listener, (struct sockaddr*)&address, &length);
  const pid_t server = fork();
  if (server < 0) fail("fork");
  if (server == 0) serve(listener);

  const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(client, (struct sockaddr*)&address, length) != 0) fail("connect");
  send_at_once(client);
  int wanted = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
  if (has_stamps) wanted |= SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_OPT_TSONLY;
  if (setsockopt(client, SOL_SOCKET, SO_TIMESTAMPING, &wanted, sizeof(wanted)) != 0) fail("SO_TIMESTAMPING");
  usleep(kSettleUs);
  const int poller = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN | EPOLLET};
  epoll_ctl(poller, EPOLL_CTL_ADD, client, &event);

  char bytes[kBufferBytes] = {0};
  char control[kControlBytes];
  int64_t* const delays = calloc((size_t)requests, sizeof(*delays));
  if (delays == NULL) fail("calloc");
  long stamps = 0;
  long outside = 0;
  const int64_t offset_ns = clock_now_ns(CLOCK_REALTIME) - clock_now_ns(CLOCK_MONOTONIC);
  const int64_t cpu_ns = clock_now_ns(CLOCK_THREAD_CPUTIME_ID);
  for (long i = 0; i < requests; i++) {
    const int64_t before_ns = clock_now_ns(CLOCK_MONOTONIC);
    if (send(client, bytes, kRequestBytes, MSG_NOSIGNAL) != kRequestBytes) fail("send");
    const int64_t after_ns = clock_now_ns(CLOCK_MONOTONIC);
    for (int has_response = 0; !has_response;) {
      if (epoll_wait(poller, &event, 1, -1) < 1) continue;
      int64_t stamp_ns;
      while ((event.events & EPOLLERR) && (stamp_ns = next_stamp_ns(client)) != 0) {
        const int64_t sent_ns = stamp_ns - offset_ns;
        outside += sent_ns < before_ns - kToleranceNs || sent_ns > after_ns + kToleranceNs;
        if (stamps < requests) delays[stamps++] = sent_ns - before_ns;
      }
      struct iovec piece = {bytes, sizeof(bytes)};
      struct msghdr message = {
          .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
      has_response = (event.events & EPOLLIN) && recvmsg(client, &message, MSG_DONTWAIT) > 0;
    }
  }
  const int64_t used_ns = clock_now_ns(CLOCK_THREAD_CPUTIME_ID) - cpu_ns;
  kill(server, SIGKILL);
  printf("{\"cpuUsPerRequest\":%.3f", (double)used_ns / 1e3 / (double)requests);
  if (stamps > 0) {
    qsort(delays, (size_t)stamps, sizeof(*delays), by_value);
    printf(",\"stamps\":%ld,\"outside\":%ld,\"delayP50Us\":%.1f,\"delayP99Us\":%.1f,\"delayMaxUs\":%.1f", stamps,
           outside, (double)delays[stamps / 2] / 1e3, (double)delays[stamps / 100 * 99] / 1e3,
           (double)delays[stamps - 1] / 1e3);
  }
  printf("}\n");
  return 0;
}

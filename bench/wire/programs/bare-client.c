/*
 * The least that plain requests can cost: one thread that sends the same bytes again after each response. It takes no
 * timestamps, and parses and keeps nothing.
 *   bare-client PORT PATH CONNECTIONS MILLISECONDS
 * Each response must arrive in one piece, as small ones on loopback do. Prints requests per second.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

enum { kMostConnections = 1024, kSendsInARow = 16 };

static const char kOk[] = "HTTP/1.1 200";

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void fail(const char* what) {
  perror(what);
  exit(1);
}

/* As in the wire: no small packet waits for another, and packets are not paced. */
static int open_connection(const struct sockaddr_in* address) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  if (fd < 0) fail("socket");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "reno", sizeof("reno") - 1);
  if (connect(fd, (const struct sockaddr*)address, sizeof(*address)) != 0) fail("connect");
  return fd;
}

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const int connections = atoi(argv[3]);
  const int64_t duration_ns = atoll(argv[4]) * 1000000;
  if (connections < 1 || connections > kMostConnections) return 2;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  char request[512];
  const int length = snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n\r\n",
                              argv[2], argv[1]);
  if (length >= (int)sizeof(request)) return 2;

  const int poller = epoll_create1(EPOLL_CLOEXEC);
  int open[kMostConnections];
  for (int i = 0; i < connections; i++) {
    open[i] = open_connection(&address);
    struct epoll_event wanted = {.events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.fd = open[i]};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, open[i], &wanted) != 0) fail("epoll_ctl");
  }
  const int64_t started_ns = now_ns();
  for (int i = 0; i < connections; i++) {
    if (send(open[i], request, (size_t)length, MSG_NOSIGNAL) != length) fail("send");
  }
  int64_t responses = 0;
  int64_t ended_ns = started_ns;
  char response[4096];
  struct epoll_event events[kMostConnections];
  while (ended_ns - started_ns < duration_ns) {
    const int count = epoll_wait(poller, events, kMostConnections, -1);
    if (count < 0) fail("epoll_wait");
    int free_count = 0;
    int free_connections[kSendsInARow];
    for (int i = 0; i < count; i++) {
      const ssize_t bytes = recv(events[i].data.fd, response, sizeof(response), 0);
      if (bytes < (ssize_t)sizeof(kOk) || memcmp(response, kOk, sizeof(kOk) - 1) != 0) {
        fprintf(stderr, "a response was not %s\n", kOk);
        return 1;
      }
      responses++;
      free_connections[free_count++] = events[i].data.fd;
      /* As in the wire: the server then sleeps less often and reads several requests per wake-up. */
      if (free_count < kSendsInARow && i + 1 < count) continue;
      for (int j = 0; j < free_count; j++) {
        if (send(free_connections[j], request, (size_t)length, MSG_NOSIGNAL) != length) fail("send");
      }
      free_count = 0;
    }
    ended_ns = now_ns();
  }
  printf("%.1f\n", (double)responses * 1e9 / (double)(ended_ns - started_ns));
  return 0;
}

#include "probe/linux/process/process_births.h"

#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <utility>

#include "base/clock.h"
#include "base/fd.h"

namespace loadcell {
namespace {

/** Time to wait for the kernel's acknowledgment, which normally arrives within the request, ns. */
constexpr int64_t kAnswerNs = 20'000'000;
/** Room for about ten thousand events. */
constexpr int kReceiveBytes = 4 << 20;
constexpr size_t kMessageBytes = 256;

// Headers since Linux 6.6 define these elsewhere.
constexpr uint32_t kAcknowledged = 0;
constexpr uint32_t kForked = 1;

constexpr size_t kMessageAt = NLMSG_HDRLEN;
constexpr size_t kEventAt = kMessageAt + sizeof(cn_msg);
/** Minimum size of an event: the fields used here. */
constexpr size_t kUsedBytes =
    offsetof(proc_event, event_data) + sizeof(proc_event{}.event_data.fork);

class ConnectorBirths final : public ProcessBirths {
 public:
  explicit ConnectorBirths(Fd socket) : socket_(std::move(socket)) {}
  ~ConnectorBirths() override { request(PROC_CN_MCAST_IGNORE); }

  int fd() const noexcept override { return socket_.get(); }

  bool take(std::vector<ProcessBirth>& births) override {
    bool complete = true;
    Received received{};
    for (;;) {
      const Status status = receive(received);
      if (status == Status::kNothing) return complete;
      if (status == Status::kLost) complete = false;
      if (status != Status::kEvent || received.what != kForked) continue;
      const auto& fork = received.event.event_data.fork;
      // New threads are reported as well.
      if (fork.child_pid != fork.child_tgid) continue;
      births.push_back({fork.child_tgid, fork.parent_tgid,
                        static_cast<int64_t>(received.event.timestamp_ns)});
    }
  }

  /** Subscribes to events. @return 0, the errno of a refusal, or -1 when the kernel does not respond */
  int listen() {
    if (!request(PROC_CN_MCAST_LISTEN)) return errno;
    const int64_t until_ns = monotonic_now_ns() + kAnswerNs;
    Received received{};
    for (;;) {
      const Status status = receive(received);
      // Events of other processes, and acknowledgments for other listeners, arrive in between.
      if (status == Status::kEvent && received.what == kAcknowledged &&
          received.acknowledges == token_ + 1) {
        return static_cast<int>(received.event.event_data.ack.err);
      }
      if (status != Status::kNothing) continue;
      const int64_t left_ns = until_ns - monotonic_now_ns();
      if (left_ns <= 0) return -1;
      pollfd awaited{.fd = socket_.get(), .events = POLLIN, .revents = 0};
      poll(&awaited, 1, static_cast<int>(left_ns / 1'000'000) + 1);
    }
  }

 private:
  enum class Status { kNothing, kLost, kOther, kEvent };

  struct Received {
    /** The token of the request plus one. */
    uint32_t acknowledges;
    uint32_t what;
    proc_event event;
  };

  bool request(uint32_t operation) const noexcept {
    std::array<std::byte, kEventAt + sizeof(operation)> bytes{};
    nlmsghdr header{};
    header.nlmsg_len = static_cast<uint32_t>(bytes.size());
    header.nlmsg_type = NLMSG_DONE;
    std::memcpy(bytes.data(), &header, sizeof(header));
    cn_msg message{};
    message.id = {.idx = CN_IDX_PROC, .val = CN_VAL_PROC};
    message.ack = token_;
    message.len = sizeof(operation);
    std::memcpy(bytes.data() + kMessageAt, &message, sizeof(message));
    std::memcpy(bytes.data() + kEventAt, &operation, sizeof(operation));
    return send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) >= 0;
  }

  Status receive(Received& received) const noexcept {
    std::array<std::byte, kMessageBytes> bytes{};
    sockaddr_nl sender{};
    socklen_t sender_bytes = sizeof(sender);
    const ssize_t got = recvfrom(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT,
                                 reinterpret_cast<sockaddr*>(&sender), &sender_bytes);
    if (got < 0) return errno == ENOBUFS ? Status::kLost : Status::kNothing;
    const auto length = static_cast<size_t>(got);
    // Any process may write to a netlink socket; the kernel has ID 0.
    if (sender.nl_pid != 0 || length < kEventAt + kUsedBytes) return Status::kOther;
    cn_msg message{};
    std::memcpy(&message, bytes.data() + kMessageAt, sizeof(message));
    if (message.id.idx != CN_IDX_PROC || message.id.val != CN_VAL_PROC) return Status::kOther;
    received.acknowledges = message.ack;
    std::memcpy(&received.event, bytes.data() + kEventAt,
                std::min(sizeof(received.event), length - kEventAt));
    received.what = static_cast<uint32_t>(received.event.what);
    return Status::kEvent;
  }

  const Fd socket_;
  const uint32_t token_ = static_cast<uint32_t>(monotonic_now_ns());
};

std::string refused_with(int error) {
  return std::string("the kernel's process connector: ") + std::strerror(error);
}

}  // namespace

std::unique_ptr<ProcessBirths> open_process_births(std::string& problem) {
  constexpr int kFlags = SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK;
  Fd opened(socket(AF_NETLINK, kFlags, NETLINK_CONNECTOR));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = CN_IDX_PROC;
  const auto* const any = reinterpret_cast<const sockaddr*>(&address);
  if (!opened.is_open() || bind(opened.get(), any, sizeof(address)) != 0) {
    problem = refused_with(errno);
    return nullptr;
  }
  // Root may exceed the system limit.
  if (setsockopt(opened.get(), SOL_SOCKET, SO_RCVBUFFORCE, &kReceiveBytes,
                 sizeof(kReceiveBytes)) != 0) {
    setsockopt(opened.get(), SOL_SOCKET, SO_RCVBUF, &kReceiveBytes, sizeof(kReceiveBytes));
  }
  auto births = std::make_unique<ConnectorBirths>(std::move(opened));
  const int refusal = births->listen();
  if (refusal == 0) return births;
  problem = refusal > 0 ? refused_with(refusal)
                        : "the kernel's process connector does not respond (usual in containers)";
  return nullptr;
}

}  // namespace loadcell

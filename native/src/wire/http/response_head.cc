#include "wire/http/response_head.h"

#include <algorithm>
#include <optional>

#include "wire/http/header_lines.h"

namespace loadcell {
namespace {

constexpr std::string_view kVersion = "HTTP/1.";
constexpr char kTlsHandshake = 0x16;
constexpr char kTlsAlert = 0x15;
constexpr char kTlsMajorVersion = 0x03;

bool is_digit(char letter) noexcept { return letter >= '0' && letter <= '9'; }

/** `HTTP/1.1 200 OK`; the reason and the space before it may be missing. */
bool parse_status_line(std::string_view line, ResponseHead& head) noexcept {
  if (line.size() < 12 || !line.starts_with(kVersion) || !is_digit(line[7]) || line[8] != ' ') {
    return false;
  }
  if (line.size() > 12 && line[12] != ' ') return false;
  const std::string_view code = line.substr(9, 3);
  if (!std::all_of(code.begin(), code.end(), is_digit) || code[0] == '0') return false;
  head.status = static_cast<uint16_t>((code[0] - '0') * 100 + (code[1] - '0') * 10 + code[2] - '0');
  head.keeps_alive = line[7] != '0';
  return true;
}

/** Repeated lengths, in one line or several, must agree. */
bool read_content_length(std::string_view value, std::optional<uint64_t>& length) noexcept {
  do {
    unsigned long long number = 0;
    if (!parse_decimal(take_list_element(value), number)) return false;
    if (length.has_value() && *length != number) return false;
    length = number;
  } while (!value.empty());
  return true;
}

}  // namespace

ProtocolFault check_first_bytes(std::string_view start) noexcept {
  if (!start.empty() && (start[0] == kTlsAlert || start[0] == kTlsHandshake)) {
    if (start.size() == 1) return ProtocolFault::kNone;
    return start[1] == kTlsMajorVersion ? ProtocolFault::kTls : ProtocolFault::kBadStatusLine;
  }
  const size_t known = std::min(start.size(), kVersion.size());
  return start.substr(0, known) == kVersion.substr(0, known) ? ProtocolFault::kNone
                                                             : ProtocolFault::kBadStatusLine;
}

ProtocolFault parse_response_head(std::string_view block, ResponseHead& head) noexcept {
  head = {};
  if (!parse_status_line(take_line(block), head)) return ProtocolFault::kBadStatusLine;
  std::optional<uint64_t> content_length;
  bool has_transfer_coding = false;
  bool ends_chunked = false;
  bool closes = false;
  for (;;) {
    const std::string_view line = take_line(block);
    if (line.empty()) break;
    HeaderLine header;
    if (!parse_header_line(line, header)) return ProtocolFault::kBadHeader;
    if (equals_ignoring_case(header.name, "content-length")) {
      if (!read_content_length(header.value, content_length)) {
        return ProtocolFault::kBadContentLength;
      }
    } else if (equals_ignoring_case(header.name, "transfer-encoding")) {
      has_transfer_coding = true;
      while (!header.value.empty()) {
        ends_chunked = equals_ignoring_case(take_list_element(header.value), "chunked");
      }
    } else if (equals_ignoring_case(header.name, "connection")) {
      while (!header.value.empty()) {
        const std::string_view option = take_list_element(header.value);
        if (equals_ignoring_case(option, "close")) closes = true;
        if (equals_ignoring_case(option, "keep-alive")) head.keeps_alive = true;
      }
    }
  }
  if (head.status == 101) return ProtocolFault::kUpgrade;
  if (head.is_interim() || head.status == 204 || head.status == 304) {
    head.framing = BodyFraming::kNone;
  } else if (has_transfer_coding) {
    // RFC 9112, 6.3: a length with a transfer coding is ignored, and the connection is not reused.
    head.framing = ends_chunked ? BodyFraming::kChunked : BodyFraming::kUntilClose;
    if (content_length.has_value()) head.keeps_alive = false;
  } else if (content_length.has_value()) {
    head.content_length = *content_length;
    head.framing = *content_length == 0 ? BodyFraming::kNone : BodyFraming::kLength;
  } else {
    head.framing = BodyFraming::kUntilClose;
  }
  if (closes || head.framing == BodyFraming::kUntilClose) head.keeps_alive = false;
  return ProtocolFault::kNone;
}

}  // namespace loadcell

#include "mock/protocol/audio/speech_answer.h"

#include "mock/protocol/answer_parts.h"

namespace loadcell {
namespace {

constexpr uint32_t kHz = 24'000;
constexpr uint32_t kSampleBytes = 2;
constexpr uint32_t kTokenBytes = kHz / 10 * kSampleBytes;
constexpr uint32_t kHeaderBytes = 44;
/** Bytes of the header after the size of the file. */
constexpr uint32_t kSizedHeaderBytes = kHeaderBytes - 8;

void append_little_endian(std::string& out, uint32_t number, uint32_t bytes) {
  for (uint32_t byte = 0; byte < bytes; ++byte) {
    out += static_cast<char>((number >> (8 * byte)) & 0xff);
  }
}

void append_header(std::string& out, uint32_t data_bytes) {
  out += "RIFF";
  append_little_endian(out, kSizedHeaderBytes + data_bytes, 4);
  out += "WAVEfmt ";
  append_little_endian(out, 16, 4);
  // Raw samples of one channel.
  append_little_endian(out, 1, 2);
  append_little_endian(out, 1, 2);
  append_little_endian(out, kHz, 4);
  append_little_endian(out, kHz * kSampleBytes, 4);
  append_little_endian(out, kSampleBytes, 2);
  append_little_endian(out, 8 * kSampleBytes, 2);
  out += "data";
  append_little_endian(out, data_bytes, 4);
}

}  // namespace

void append_speech_token(std::string& out, MockSpeech speech, uint32_t index, uint32_t tokens) {
  const bool has_header = index == 0 && speech == MockSpeech::kWav;
  append_number(out, kTokenBytes + (has_header ? kHeaderBytes : 0), 16);
  out += "\r\n";
  if (has_header) append_header(out, tokens * kTokenBytes);
  out.append(kTokenBytes, '\0');
  out += "\r\n";
}

}  // namespace loadcell

#pragma once

#include <cstdint>
#include <string>

namespace loadcell {

/** Form of speech. */
enum class MockSpeech : uint8_t { kWav, kPcm };

/** Appends 100 ms of silence as one chunk: 24 kHz, 16 bits, one channel. The first of a WAV has its header before it. */
void append_speech_token(std::string& out, MockSpeech speech, uint32_t index, uint32_t tokens);

}  // namespace loadcell

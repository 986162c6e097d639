#include "mock/protocol/mock_items.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>

#include "mock/protocol/count_words.h"
#include "mock/protocol/json_scanner.h"
#include "mock/protocol/mock_answer.h"

namespace loadcell {
namespace {

constexpr uint32_t kDimensions = 64;
constexpr double kMostDimensions = 8192;
constexpr double kMostResults = 1e6;

/** Inputs of one field, and their words or token ids. */
struct Inputs {
  uint64_t count = 0;
  uint64_t tokens = 0;
};

bool take_ids(JsonScanner& scanner, Inputs& inputs) {
  double id = 0;
  ++inputs.tokens;
  return scanner.take_number(id);
}

bool take_text(JsonScanner& scanner, Inputs& inputs) {
  std::string text;
  if (!scanner.take_string(text)) return false;
  ++inputs.count;
  inputs.tokens += count_words(text);
  return true;
}

/** A text, a list of token ids, which is one input, or a list of either. */
bool take_inputs(JsonScanner& scanner, Inputs& inputs) {
  if (scanner.peek() == '"') return take_text(scanner, inputs);
  if (scanner.peek() != '[') return scanner.skip_value();
  bool is_one = false;
  const bool is_list = scanner.take_array([&] {
    switch (scanner.peek()) {
      case '"':
        return take_text(scanner, inputs);
      case '[':
        ++inputs.count;
        return scanner.take_array([&] { return take_ids(scanner, inputs); });
      default:
        is_one = true;
        return take_ids(scanner, inputs);
    }
  });
  if (is_one) ++inputs.count;
  return is_list;
}

bool take_count(JsonScanner& scanner, double most, double& count) {
  if (scanner.peek() == 'n') return scanner.skip_value();
  if (!scanner.take_number(count)) return false;
  count = std::clamp(count, 0.0, most);
  return true;
}

void append_number(std::string& json, double number) {
  std::array<char, 32> text;
  const int length = std::snprintf(text.data(), text.size(), "%.5f", number);
  json.append(text.data(), static_cast<size_t>(std::max(length, 0)));
}

/** A value between -0.1 and 0.1 that differs from place to place. */
double value_at(uint64_t input, uint32_t place) {
  const uint64_t mixed = (input + 1) * 7919 + (place + 1ULL) * 104729;
  return (static_cast<double>(mixed % 20001) - 10000) / 1e5;
}

void append_base64(std::string& json, uint64_t input, uint32_t dimensions) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  bytes.reserve(dimensions * 4ULL);
  for (uint32_t place = 0; place < dimensions; ++place) {
    const auto bits = std::bit_cast<uint32_t>(static_cast<float>(value_at(input, place)));
    for (int shift = 0; shift < 32; shift += 8) {
      bytes += static_cast<char>((bits >> shift) & 0xff);
    }
  }
  for (size_t at = 0; at < bytes.size(); at += 3) {
    const size_t left = std::min<size_t>(3, bytes.size() - at);
    uint32_t group = 0;
    for (size_t part = 0; part < 3; ++part) {
      group = (group << 8) | (part < left ? static_cast<uint8_t>(bytes[at + part]) : 0U);
    }
    for (size_t letter = 0; letter < 4; ++letter) {
      json += letter <= left ? kLetters[(group >> (18 - 6 * letter)) & 0x3f] : '=';
    }
  }
}

void append_vector(std::string& json, uint64_t input, const MockItems& items) {
  if (items.wants_base64) {
    json += '"';
    append_base64(json, input, items.dimensions);
    json += '"';
    return;
  }
  json += '[';
  for (uint32_t place = 0; place < items.dimensions; ++place) {
    if (place > 0) json += ',';
    append_number(json, value_at(input, place));
  }
  json += ']';
}

/** The best document is the last: the order of results differs from that of the request. */
std::string reranked(const MockItems& items) {
  const uint64_t results = items.top_n == 0 ? items.count : std::min(items.top_n, items.count);
  std::string json = "[";
  for (uint64_t place = 0; place < results; ++place) {
    if (place > 0) json += ',';
    json += "{\"index\":" + std::to_string(items.count - 1 - place);
    json += items.has_texts ? ",\"score\":" : ",\"relevance_score\":";
    append_number(json, 1.0 / static_cast<double>(place + 1));
    json += '}';
  }
  return json += ']';
}

void append_result(std::string& json, MockItemsApi api, uint64_t input, const MockItems& items) {
  switch (api) {
    case MockItemsApi::kEmbeddings:
      json += "\"object\":\"embedding\",\"embedding\":";
      return append_vector(json, input, items);
    case MockItemsApi::kPooling:
      json += "\"object\":\"pooling\",\"data\":";
      return append_vector(json, input, items);
    case MockItemsApi::kClassify:
      json += "\"label\":\"A\",\"probs\":[0.75,0.25],\"num_classes\":2";
      return;
    case MockItemsApi::kScore:
    case MockItemsApi::kRerank:
      json += "\"object\":\"score\",\"score\":";
      return append_number(json, value_at(input, 0));
  }
}

}  // namespace

std::optional<MockItemsApi> items_api_of(std::string_view path) {
  if (path == "/v1/embeddings") return MockItemsApi::kEmbeddings;
  if (path == "/v1/rerank" || path == "/rerank") return MockItemsApi::kRerank;
  if (path == "/score" || path == "/v1/score") return MockItemsApi::kScore;
  if (path == "/classify") return MockItemsApi::kClassify;
  if (path == "/pooling") return MockItemsApi::kPooling;
  return std::nullopt;
}

bool parse_items(std::string_view json, MockItems& items) {
  JsonScanner scanner(json);
  Inputs inputs;
  Inputs query;
  double dimensions = kDimensions;
  double top_n = 0;
  const bool is_object = scanner.take_object([&](const std::string& key) {
    if (key == "query" || key == "text_1" || key == "queries") return take_inputs(scanner, query);
    if (key == "input" || key == "documents" || key == "text_2") {
      return take_inputs(scanner, inputs);
    }
    if (key == "texts") {
      items.has_texts = true;
      return take_inputs(scanner, inputs);
    }
    if (key == "dimensions") return take_count(scanner, kMostDimensions, dimensions);
    if (key == "top_n") return take_count(scanner, kMostResults, top_n);
    if (key == "encoding_format" && scanner.peek() == '"') {
      std::string format;
      if (!scanner.take_string(format)) return false;
      items.wants_base64 = format == "base64";
      return true;
    }
    return scanner.skip_value();
  });
  items.count = inputs.count;
  items.tokens = inputs.tokens + query.tokens * inputs.count;
  items.dimensions = static_cast<uint32_t>(std::max(dimensions, 1.0));
  items.top_n = static_cast<uint64_t>(top_n);
  return is_object && scanner.at_end() && inputs.count > 0;
}

std::string items_body(MockItemsApi api, const MockItems& items, std::string_view model) {
  if (api == MockItemsApi::kRerank && items.has_texts) return reranked(items);
  std::string json = "{\"model\":\"" + escape_json(model) + "\",";
  if (api == MockItemsApi::kRerank) {
    json += "\"results\":" + reranked(items);
  } else {
    json += "\"object\":\"list\",\"data\":[";
    for (uint64_t input = 0; input < items.count; ++input) {
      if (input > 0) json += ',';
      json += "{\"index\":" + std::to_string(input) + ',';
      append_result(json, api, input, items);
      json += '}';
    }
    json += ']';
  }
  const std::string tokens = std::to_string(items.tokens);
  return json + ",\"usage\":{\"prompt_tokens\":" + tokens + ",\"total_tokens\":" + tokens + "}}";
}

}  // namespace loadcell

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loadcell {

/** An API with one result for each input, and no text. */
enum class MockItemsApi : uint8_t { kEmbeddings, kRerank, kScore, kClassify, kPooling };

/** The API of a path; none for a path of another kind. */
std::optional<MockItemsApi> items_api_of(std::string_view path);

/** What a request for results of inputs asks for. */
struct MockItems {
  /** Inputs, or documents that the query is compared with. */
  uint64_t count = 0;
  /** Words and token ids of the inputs; those of the query count once for each document. */
  uint64_t tokens = 0;
  uint32_t dimensions = 0;
  /** Results of a rerank; 0 for all. */
  uint64_t top_n = 0;
  bool wants_base64 = false;
  /** Whether the documents are texts, as in Text Embeddings Inference, which returns a bare list. */
  bool has_texts = false;
};

/** Parses a JSON body. False: it is not a JSON object, or has no input. */
bool parse_items(std::string_view json, MockItems& items);

/** The whole response, whose results have fixed values in the form and the order of the API. */
std::string items_body(MockItemsApi api, const MockItems& items, std::string_view model);

}  // namespace loadcell

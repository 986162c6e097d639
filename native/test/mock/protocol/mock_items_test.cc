#include "mock/protocol/mock_items.h"

#include <string>

#include "harness.h"

using namespace loadcell;

namespace {

MockItems parsed(std::string_view json) {
  MockItems items;
  CHECK(parse_items(json, items));
  return items;
}

bool is_refused(std::string_view json) {
  MockItems items;
  return !parse_items(json, items);
}

size_t count_of(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace

TEST("inputs are texts or token ids, and a flat list of ids is one") {
  CHECK_EQUAL(parsed(R"({"input":"a b c"})").count, 1U);
  CHECK_EQUAL(parsed(R"({"input":["a b","c"]})").count, 2U);
  CHECK_EQUAL(parsed(R"({"input":["a b","c"]})").tokens, 3U);
  CHECK_EQUAL(parsed(R"({"input":[1,2,3]})").count, 1U);
  CHECK_EQUAL(parsed(R"({"input":[[1,2],[3]]})").count, 2U);
  CHECK_EQUAL(parsed(R"({"input":[[1,2],[3]]})").tokens, 3U);
  CHECK(is_refused(R"({"input":[]})"));
  CHECK(is_refused(R"({"model":"m"})"));
  CHECK(is_refused(R"(["a"])"));
}

TEST("a query is read with each document") {
  CHECK_EQUAL(parsed(R"({"query":"a b","documents":["c","d e"]})").tokens, 7U);
  CHECK_EQUAL(parsed(R"({"text_1":"a","text_2":["b","c"]})").count, 2U);
}

TEST("an embedding has the requested length and encoding") {
  const MockItems floats = parsed(R"({"input":["a","b"],"dimensions":3})");
  const std::string body = items_body(MockItemsApi::kEmbeddings, floats, "m");
  CHECK_EQUAL(count_of(body, "\"object\":\"embedding\""), 2U);
  CHECK_EQUAL(count_of(body, ","), 4U + 2U * 2U + 6U - 1U);
  CHECK(body.ends_with("\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}"));
  const MockItems base64 = parsed(R"({"input":"a","dimensions":2,"encoding_format":"base64"})");
  // Eight bytes are eleven letters and a filler.
  const std::string encoded = items_body(MockItemsApi::kEmbeddings, base64, "m");
  const size_t start = encoded.find("\"embedding\":\"") + 13;
  CHECK_EQUAL(encoded.find("=\"}", start), start + 11);
}

TEST("a rerank has the best document first, and at most the requested number") {
  const MockItems items = parsed(R"({"query":"q","documents":["a","b","c"],"top_n":2})");
  const std::string body = items_body(MockItemsApi::kRerank, items, "m");
  CHECK(body.find("{\"index\":2,\"relevance_score\":1.00000}") < body.find("\"index\":1"));
  CHECK_EQUAL(count_of(body, "\"index\":"), 2U);
  const MockItems texts = parsed(R"({"query":"q","texts":["a"]})");
  CHECK_EQUAL(items_body(MockItemsApi::kRerank, texts, "m"),
              std::string(R"([{"index":0,"score":1.00000}])"));
}

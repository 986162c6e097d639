#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "mock/protocol/mock_answer.h"
#include "mock/protocol/mock_items.h"
#include "mock/mock_options.h"
#include "mock/mock_random.h"
#include "mock/protocol/mock_request.h"
#include "mock/mock_totals.h"

namespace loadcell {

/** A response that is sent immediately and whole. */
struct MockReply {
  int status;
  std::string_view reason;
  std::string body;
};

/** A response that is generated token by token. */
struct MockPlan {
  MockAnswer answer;
  MockRandom random;
  bool streams;
  /** The response breaks off before this token; not at all when it has no such token. */
  uint32_t drops_before;
};

/** Decides how each request is answered: knows the paths, the bodies and which requests fail. Used by one thread. */
class MockDispatch {
 public:
  MockDispatch(const MockOptions& options, MockTotals& totals)
      : options_(options), totals_(totals) {}

  std::variant<MockReply, MockPlan> decide(const MockRequest& request);

 private:
  std::variant<MockReply, MockPlan> generate(const MockRequest& request, MockDialect dialect);
  std::variant<MockReply, MockPlan> plan(const MockQuestion& question, MockDialect dialect);
  std::variant<MockReply, MockPlan> transcribe(const MockRequest& request);
  std::variant<MockReply, MockPlan> speak(const MockRequest& request);
  MockReply reject(std::string_view message);
  std::variant<MockReply, MockPlan> answer_items(const MockRequest& request, MockItemsApi api);

  const MockOptions& options_;
  MockTotals& totals_;
};

/** The reply to bytes that are not a request. */
MockReply malformed_reply(MockParse result);

}  // namespace loadcell

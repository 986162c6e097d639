import { eventOf, nowNs, textOf, wordOf, type MockAnswer, type MockDialect } from './dialect.ts';

/** Chat or plain completions of OpenAI. */
function completions(isChat: boolean): MockDialect {
  const opening = ({ ordinal, model }: MockAnswer, suffix: string): object => {
    const object = isChat ? `chat.completion${suffix}` : 'text_completion';
    return { id: `mock-${ordinal}`, object, created: 0, model };
  };
  return {
    start: () => '',
    token: (answer, index) => {
      const text = wordOf(index);
      const reason = index + 1 === answer.tokens ? reasonOf(answer) : null;
      const choice = isChat
        ? { index: 0, delta: { content: text }, finish_reason: reason }
        : { index: 0, text, finish_reason: reason };
      return eventOf({ ...opening(answer, '.chunk'), choices: [choice], sent_ns: nowNs() });
    },
    end: (answer) => {
      const usage = { ...opening(answer, '.chunk'), choices: [], usage: usageOf(answer) };
      return `${answer.hasUsage ? eventOf(usage) : ''}data: [DONE]\n\n`;
    },
    whole: (answer) => {
      const text = textOf(answer);
      const content = isChat ? { message: { role: 'assistant', content: text } } : { text };
      const choice = { index: 0, ...content, finish_reason: reasonOf(answer) };
      const body = { ...opening(answer, ''), choices: [choice], usage: usageOf(answer) };
      return { ...body, sent_ns: nowNs() };
    },
  };
}

function reasonOf({ isCut }: MockAnswer): string {
  return isCut ? 'length' : 'stop';
}

function usageOf({ promptTokens, tokens }: MockAnswer): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: tokens,
    total_tokens: promptTokens + tokens,
    prompt_tokens_details: { cached_tokens: 0 },
  };
}

/** `/v1/chat/completions`. */
export const chatDialect = completions(true);

/** `/v1/completions`. */
export const completionDialect = completions(false);

import * as z from 'zod';
import { dataLinesOf, parseJsonLine, readLines, type LineReading } from './data-lines.ts';
import type { Prompt } from './prompt.ts';

const outputTokens = z.int().min(1).exactOptional();

const LineSchema = z.union([
  z.string().min(1),
  z.strictObject({ prompt: z.string().min(1), outputTokens }),
  z.strictObject({
    messages: z
      .array(
        z.strictObject({
          role: z.enum(['system', 'user', 'assistant']),
          content: z.string(),
        }),
      )
      .min(1),
    outputTokens,
  }),
]);

const EXPECTED =
  'expected "text", {"prompt": "text"} or {"messages": [{"role": "user", "content": "text"}]}, optionally with "outputTokens"';

const FILE = {
  what: 'prompts, one per line',
  help: 'write each line as JSON: "text", or {"prompt": "text"}',
};

/**
 * Reads a file of prompts, one JSON value on each line.
 * @param path for errors
 * @param defaultOutputTokens for lines without `outputTokens`
 * @throws {ConfigError} with the invalid lines
 */
export function parsePromptFile(text: string, path: string, defaultOutputTokens: number): Prompt[] {
  return readLines(dataLinesOf(text), path, FILE, (line) => {
    const json = parseJsonLine(line.text);
    return 'fault' in json ? json : readPrompt(json.value, defaultOutputTokens);
  });
}

function readPrompt(json: unknown, defaultOutputTokens: number): LineReading<Prompt> {
  const parsed = LineSchema.safeParse(json);
  if (!parsed.success) return { fault: EXPECTED };
  const line = typeof parsed.data === 'string' ? { prompt: parsed.data } : parsed.data;
  const messages =
    'messages' in line ? line.messages : [{ role: 'user', content: line.prompt } as const];
  return {
    value: {
      messages,
      inputTokens: Number.NaN,
      outputTokens: line.outputTokens ?? defaultOutputTokens,
    },
  };
}

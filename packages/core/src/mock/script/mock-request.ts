import * as z from 'zod';

/** What the mock server reads of a request; the rest is ignored. */
export const MockRequestSchema = z.looseObject({
  model: z.string().optional(),
  messages: z.array(z.looseObject({ content: z.string().optional() })).optional(),
  prompt: z.string().optional(),
  content: z.string().optional(),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
  stream: z.boolean().optional(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).optional(),
});

/** A request for text, or for its tokens. */
export type MockRequest = z.infer<typeof MockRequestSchema>;

/** The words of a prompt: each is a token. */
export function wordsOf({ messages = [], prompt = '', content = '' }: MockRequest): string[] {
  const texts = [...messages.map((message) => message.content ?? ''), prompt, content];
  return texts.flatMap((text) => text.split(/\s+/).filter((word) => word !== ''));
}

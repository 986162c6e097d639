import * as z from 'zod';

/** Text, or pieces of it in messages, items and parts. */
type Said = z.infer<typeof Pieces>;

const Pieces = z.union([z.string(), z.array(z.unknown())]);

const PieceSchema = z.looseObject({
  content: Pieces.optional(),
  text: z.string().optional(),
  output: Pieces.optional(),
});

/** What the mock server reads of a request; the rest is ignored. */
export const MockRequestSchema = z.looseObject({
  model: z.string().optional(),
  messages: z.array(z.unknown()).optional(),
  prompt: z.string().optional(),
  content: z.string().optional(),
  input: Pieces.optional(),
  instructions: z.string().optional(),
  system: Pieces.optional(),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
  max_output_tokens: z.number().optional(),
  stream: z.boolean().optional(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).optional(),
});

/** A request for text, or for its tokens. */
export type MockRequest = z.infer<typeof MockRequestSchema>;

/** The words of a prompt: each is a token. */
export function wordsOf(request: MockRequest): string[] {
  const { messages = [], prompt = '', content = '', input = '', instructions = '' } = request;
  const said = [request.system ?? '', instructions, messages, prompt, content, input];
  return said.flatMap(wordsIn);
}

function wordsIn(said: Said): string[] {
  if (typeof said === 'string') return said.split(/\s+/).filter((word) => word !== '');
  return said.flatMap((piece) => {
    if (typeof piece === 'string') return wordsIn(piece);
    const { data: fields } = PieceSchema.safeParse(piece);
    return [fields?.content, fields?.text, fields?.output].flatMap((part) => wordsIn(part ?? ''));
  });
}

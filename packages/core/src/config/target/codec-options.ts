import * as z from 'zod';

const path = z.string().min(1);

/** Protocols that Loadcell does not know: a module, or a template. */
export const codecOptions = {
  codec: path
    .exactOptional()
    .describe(
      'module that writes requests and reads responses of any other API (exports encode and read); proven on servers of tests alone',
    ),
  template: z
    .strictObject({
      path: z
        .string()
        .regex(/^\//, 'expected a leading slash')
        .describe('path of requests, such as /generate'),
      body: z
        .record(z.string(), z.json())
        .describe(
          'body of requests with {{prompt}}, {{messages}}, {{model}}, {{maxTokens}}, {{stream}}, {{seed}} and {{outputSchema}}',
        ),
      text: path.describe(
        'path of the generated text in each event or in the body: $.generated_text',
      ),
      reasoning: path.exactOptional().describe('path of the text of reasoning'),
      finishReason: path
        .exactOptional()
        .describe('path of the reason why a response ended; length: the limit on output tokens'),
      end: path.exactOptional().describe('path of a value that is true in the last event'),
      error: path.exactOptional().describe('path of an error (default: $.error)'),
      usage: z
        .strictObject({
          inputTokens: path.exactOptional().describe('path of the number of input tokens'),
          outputTokens: path.exactOptional().describe('path of the number of output tokens'),
          cachedTokens: path
            .exactOptional()
            .describe('path of the number of input tokens from a cache'),
        })
        .exactOptional()
        .describe('paths of token counts'),
    })
    .exactOptional()
    .describe('JSON template of any other API; proven on servers of tests alone'),
};

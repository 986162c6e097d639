import * as z from 'zod';
import { inPhase } from './event-place.ts';

/** Events about the content of requests and responses. */
export const contentEventSchemas = [
  z
    .object({
      kind: z.literal('schema-mismatch'),
      ...inPhase,
      stage: z.string(),
      reason: z.string(),
      example: z.string().describe('beginning of the response'),
    })
    .describe('The first response of a stage that does not match the demanded JSON schema.'),
  z
    .object({ kind: z.literal('media-by-url'), ...inPhase, url: z.string() })
    .describe(
      'The first request with media by URL, which the server downloads within the request.',
    ),
] as const;

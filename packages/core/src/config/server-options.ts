import * as z from 'zod';
import { MAX_TOKENS_FIELDS } from '../spec/api-name.ts';
import { DurationMsSchema } from '../spec/quantity.ts';

/** What goes to a server beside what is asked. Values of headers may be secrets: those stand in the environment. */
export const serverOptions = {
  headers: z
    .record(z.string().min(1), z.union([z.string(), z.strictObject({ env: z.string().min(1) })]))
    .default({})
    .describe(
      'headers of every request to the server; { env: NAME } takes a value from a variable',
    ),
  extraBody: z
    .record(z.string().min(1), z.json())
    .default({})
    .describe('added to the body of every request for text, such as { ignore_eos: true }'),
  maxTokensField: z
    .enum(MAX_TOKENS_FIELDS)
    .default('max_tokens')
    .describe('name of the limit on output tokens in OpenAI requests'),
  streamUsage: z
    .boolean()
    .default(true)
    .describe('whether OpenAI streams ask for usage with stream_options'),
  manageModels: z
    .boolean()
    .default(false)
    .describe(
      'whether models are loaded and unloaded by the server itself (llama.cpp router, Ollama, vLLM sleep mode), to measure loads and switches; whoever else uses it loses them meanwhile',
    ),
  wait: DurationMsSchema.exactOptional().describe(
    'how long a server that is still starting is waited for, such as 5m; not at all unless set',
  ),
  serverMetrics: z
    .boolean()
    .default(true)
    .describe('whether the metrics that the server reports about itself are read, once a second'),
  metrics: z
    .array(z.string().min(1))
    .max(16)
    .default([])
    .describe(
      'URLs of further metrics endpoints, of replicas or of device exporters, such as http://127.0.0.1:9400/metrics',
    ),
  caCertificates: z
    .array(z.string().min(1))
    .default([])
    .describe('PEM files of certificates that are trusted beside those of the system, for https'),
};

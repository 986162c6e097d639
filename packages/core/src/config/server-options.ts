import * as z from 'zod';
import { SPEECH_FORMATS } from '../target/codec/audio/speech-options.ts';
import { MAX_TOKENS_FIELDS } from '../spec/api-name.ts';
import { DurationMsSchema } from '../spec/quantity.ts';

/** How requests to a server are sent. Header values may be secrets, which come from the environment. */
export const serverOptions = {
  headers: z
    .record(z.string().min(1), z.union([z.string(), z.strictObject({ env: z.string().min(1) })]))
    .default({})
    .describe(
      'headers of every request; { env: NAME } takes the value from an environment variable',
    ),
  affinity: z
    .union([
      z.strictObject({
        header: z
          .string()
          .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'expected the name of a header')
          .describe('header with the name of the conversation, such as X-Session-Id'),
      }),
      z.strictObject({
        cookie: z
          .literal(true)
          .describe('whether cookies that the server sets are returned within the conversation'),
      }),
    ])
    .exactOptional()
    .describe(
      'how a load balancer recognizes the requests of one conversation: { header: NAME } or { cookie: true } (default: none)',
    ),
  extraBody: z
    .record(z.string().min(1), z.json())
    .default({})
    .describe('extra keys in the body of every generation request, such as { ignore_eos: true }'),
  speech: z
    .strictObject({
      voice: z.string().min(1).default('alloy').describe('voice of the speech'),
      format: z
        .enum(SPEECH_FORMATS)
        .default('wav')
        .describe('format of the speech; its duration is known for wav, mp3 and pcm'),
      pcmHz: z
        .int()
        .min(1000)
        .max(192_000)
        .default(24_000)
        .describe('sample rate of pcm: 16 bits, one channel'),
    })
    .exactOptional()
    .describe('how api openai-speech requests speech (default: voice alloy, as wav)'),
  encodingFormat: z
    .enum(['float', 'base64'])
    .exactOptional()
    .describe(
      'numbers of embeddings as JSON or as base64, whose bodies are two to four times smaller (default: not sent; servers use float)',
    ),
  dimensions: z
    .int()
    .min(1)
    .exactOptional()
    .describe('length of each embedding, for models trained for it (default: that of the model)'),
  topN: z
    .int()
    .min(1)
    .exactOptional()
    .describe('best documents that a rerank response returns (default: all)'),
  maxTokensField: z
    .enum(MAX_TOKENS_FIELDS)
    .default('max_tokens')
    .describe('name of the output limit in OpenAI requests'),
  streamUsage: z
    .boolean()
    .default(true)
    .describe('request token usage in OpenAI streams (stream_options.include_usage)'),
  manageModels: z
    .boolean()
    .default(false)
    .describe(
      'have the server load and unload its models (llama.cpp router, Ollama, vLLM sleep mode) to measure loads and switches; the models stay unloaded after the run, for all users of the server',
    ),
  wait: DurationMsSchema.exactOptional().describe(
    'time to wait for a server that is still starting, such as 5m (default: none)',
  ),
  serverMetrics: z
    .boolean()
    .default(true)
    .describe('scrape the metrics of the server once per second'),
  metrics: z
    .array(z.string().min(1))
    .max(16)
    .default([])
    .describe(
      'further metrics endpoints, such as those of replicas or device exporters: http://127.0.0.1:9400/metrics',
    ),
  sourceAddresses: z
    .array(z.union([z.ipv4(), z.ipv6()], 'expected an IP address'))
    .max(256)
    .default([])
    .describe(
      'IP addresses of this machine to connect from, in turn; each has about 28,000 ports (default: chosen by the system)',
    ),
  caCertificates: z
    .array(z.string().min(1))
    .default([])
    .describe('PEM files of CA certificates to trust in addition to those of the system'),
};

import { beforeAll, afterAll, describe } from 'vitest';
import type { Target } from '../../../../src/target/target.ts';
import { describeTargetConformance } from '../../conformance.ts';
import type { TargetTraits } from '../../conformance/subject.ts';
import type { RawServer } from '../raw-server.ts';
import { targetFor } from '../target-for.ts';
import { recordedLlamaServer, recordedOllama, recordedVllm } from './recorded-servers.ts';
import { listenRecording, RECORDED_ENDLESS_TOKENS, type RecordedServer } from './recording.ts';

/** Replays a server for a group of tests. @returns a factory of targets on it */
function useRecording(
  server: RecordedServer,
  options: Parameters<typeof targetFor>[1] = {},
): () => Target {
  let listening: RawServer | undefined;
  beforeAll(async () => {
    listening = await listenRecording(server);
  });
  afterAll(async () => listening?.close());
  return () => {
    if (listening === undefined) throw new Error('The recorded server does not listen.');
    return targetFor(listening.url, options);
  };
}

/** A recording has one response for any request. */
const RECORDED_TRAITS: TargetTraits = {
  hasExactLengths: false,
  isDeterministic: true,
  hasTokenIds: false,
  readsPrompts: false,
  tokenCounts: 'words',
};

describe('recorded', () => {
  describeTargetConformance('vLLM', {
    make: useRecording(recordedVllm()),
    kind: 'vllm',
    model: 'tiny',
    parallel: 4,
    contextTokens: 2048,
    overLongWords: 5_000,
    endlessTokens: RECORDED_ENDLESS_TOKENS,
    traits: { ...RECORDED_TRAITS, overLong: 'refused' },
    makeEmpty: useRecording(recordedVllm('chat-stream-end-token-first')),
  });

  describeTargetConformance('llama.cpp server', {
    make: useRecording(recordedLlamaServer()),
    kind: 'llama.cpp',
    model: 'tiny',
    parallel: 4,
    contextTokens: 2048,
    overLongWords: 5_000,
    endlessTokens: RECORDED_ENDLESS_TOKENS,
    traits: { ...RECORDED_TRAITS, overLong: 'refused' },
    makeEmpty: useRecording(recordedLlamaServer('chat-stream-end-token-first')),
  });

  describeTargetConformance('Ollama', {
    make: useRecording(recordedOllama(), { api: 'ollama-chat', models: ['tiny54:latest'] }),
    kind: 'ollama',
    model: 'tiny54:latest',
    parallel: 4,
    contextTokens: Number.NaN,
    overLongWords: 5_000,
    endlessTokens: RECORDED_ENDLESS_TOKENS,
    traits: { ...RECORDED_TRAITS, tokenCounts: 'none' },
  });
});

import { describe, expect, it } from 'vitest';
import { RequestShapes } from '../../../src/target/server/request/request-shapes.ts';
import { nowNs } from '../../../src/stream/clock.ts';
import type { LoadOutcome } from '../../../src/target/server/load/load-request.ts';
import { requestsOfClosedLoop } from '../../../src/target/server/load/supply/load-requests.ts';
import { useCleanup } from '../transport/transport-run.ts';
import { response, type RawRequest } from './raw-server.ts';
import { replay, RECORDED_MODEL, type Paths } from './recorded-server.ts';
import { recordedTargets } from './recorded-targets.ts';

const REFUSAL_BY_VALIDATION = (field: string) =>
  JSON.stringify({
    detail: [
      { type: 'extra_forbidden', loc: ['body', field], msg: 'Extra inputs are not permitted' },
    ],
  });
const QUESTION = { prompt: 'a', maxTokens: 6, greedy: true, isLengthDemanded: true };

/** Paths of a server that only its list of models identifies. */
function listing(owner: string): Record<string, Paths[string] | null> {
  const list = JSON.stringify({ data: [{ id: RECORDED_MODEL, owned_by: owner }] });
  return { '/v1/models': (_, socket) => socket.write(response(200, list)), '/props': null };
}

describe('a demanded length', () => {
  const { recorded, start } = recordedTargets(useCleanup());

  /** Keeps the bodies of requests, and refuses those with one of the fields. */
  function refusing(fields: readonly string[] = []) {
    const bodies: Record<string, unknown>[] = [];
    const respond = (request: RawRequest, socket: Parameters<typeof replay>[1]): void => {
      const body = JSON.parse(request.body);
      bodies.push(body);
      const refused = fields.find((field) => field in body);
      if (refused === undefined) replay('chat-stream', socket);
      else socket.write(response(400, REFUSAL_BY_VALIDATION(refused)));
    };
    return { bodies, respond };
  }

  it.each([
    ['vllm', { min_tokens: 6 }],
    ['sglang', { min_tokens: 6 }],
    ['tensorrt_llm', { min_tokens: 6 }],
    ['llamacpp', { ignore_eos: true }],
    ['lmdeploy', { ignore_eos: true }],
    ['library', {}],
    ['somebody', {}],
  ])('is sent to a server of %s as %j', async (owner, fields) => {
    const { bodies, respond } = refusing();
    const server = await recorded({ ...listing(owner), '/v1/chat/completions': respond });
    const target = await start(server.url, { models: [RECORDED_MODEL] });
    await target.generate({ ...QUESTION, model: RECORDED_MODEL });
    await target.generate({ ...QUESTION, model: RECORDED_MODEL, isLengthDemanded: false });
    const demands = bodies.map(({ min_tokens, ignore_eos }) => ({ min_tokens, ignore_eos }));
    const none = { min_tokens: undefined, ignore_eos: undefined };
    expect(demands).toEqual([{ ...none, ...fields }, none]);
  });

  it('uses another field where one is refused, and none where both are', async () => {
    for (const [fields, last, shown] of [
      [['min_tokens'], { ignore_eos: true }, 'ignore_eos'],
      [['min_tokens', 'ignore_eos'], {}, 'none'],
    ] as const) {
      const { bodies, respond } = refusing(fields);
      const server = await recorded({ ...listing('vllm'), '/v1/chat/completions': respond });
      const shapes = new RequestShapes();
      const target = await start(server.url, { models: [RECORDED_MODEL], shapes });
      const question = { ...QUESTION, model: RECORDED_MODEL };
      expect(await target.generate(question)).toMatchObject({ outputTokens: 6 });
      expect(bodies).toHaveLength(fields.length + 1);
      // Targets of one run share what was learned.
      const next = await start(server.url, { models: [RECORDED_MODEL], shapes });
      await next.generate(question);
      expect(bodies).toHaveLength(fields.length + 2);
      expect(bodies.at(-1)).toMatchObject(last);
      for (const field of fields) expect(bodies.at(-1)).not.toHaveProperty(field);
      expect(next.description.details).toMatchObject({ lengthField: shown });
    }
  });

  it('is part of every request of a load that demands it', async () => {
    const { bodies, respond } = refusing();
    const server = await recorded({ '/v1/chat/completions': respond });
    const target = await start(server.url);
    const load = await target.openLoad({ connections: 2, maxConcurrency: 2 });
    const outcomes: LoadOutcome[] = [];
    const prompts = ['a', 'b', 'c'].map((content) => ({
      messages: [{ role: 'user', content }] as const,
      inputTokens: 1,
      outputTokens: 6,
    }));
    const subject = { model: RECORDED_MODEL, isGreedy: true, warmup: 0, isLengthDemanded: true };
    try {
      const plan = {
        requests: requestsOfClosedLoop(subject, prompts),
        beginNs: nowNs(),
        end: { kind: 'all' } as const,
        onOver: (outcome: LoadOutcome) => outcomes.push(outcome),
      };
      await load.run(plan, new AbortController().signal);
    } finally {
      await load.close();
    }
    expect(outcomes).toHaveLength(3);
    expect(bodies.map(({ ignore_eos }) => ignore_eos)).toEqual([true, true, true]);
  });
});

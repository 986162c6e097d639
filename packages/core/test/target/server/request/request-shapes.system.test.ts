import { describe, expect, it } from 'vitest';
import { COMMON_SHAPE } from '../../../../src/target/codec/request-shape.ts';
import { adaptShape } from '../../../../src/target/server/request/request-shapes.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { chunk, CHUNKED_HEAD, LAST_CHUNK, response, type RawRequest } from '../raw-server.ts';
import { RECORDED_MODEL, replay } from '../recorded-server.ts';
import { recordedTargets } from '../recorded-targets.ts';

const OPENAI_REFUSAL =
  "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
const VALIDATION = JSON.stringify({
  detail: [
    {
      type: 'extra_forbidden',
      loc: ['body', 'stream_options'],
      msg: 'Extra inputs are not permitted',
    },
  ],
});

describe('adaptShape', () => {
  it('uses the name of the limit that the refusal wants', () => {
    const adapted = { ...COMMON_SHAPE, maxTokensField: 'max_completion_tokens' };
    expect(adaptShape(COMMON_SHAPE, { status: 400, said: OPENAI_REFUSAL })).toEqual(adapted);
  });

  it('requests no usage where stream_options are refused', () => {
    const adapted = { ...COMMON_SHAPE, asksUsage: false };
    expect(adaptShape(COMMON_SHAPE, { status: 422, said: VALIDATION })).toEqual(adapted);
    expect(
      adaptShape({ ...COMMON_SHAPE, asksUsage: false }, { status: 422, said: VALIDATION }),
    ).toBeUndefined();
  });

  it.each([
    [
      400,
      'The min_p, seed, min_tokens sampling parameters are not yet supported here.',
      'ignore_eos',
    ],
    [422, VALIDATION.replace('stream_options', 'min_tokens'), 'ignore_eos'],
    [400, 'min_tokens must be less than or equal to max_tokens=5, got 6.', undefined],
    [500, 'min_tokens is not supported', undefined],
  ])('demands a length by another field where one is refused: %d %s', (status, said, expected) => {
    const shape = { ...COMMON_SHAPE, lengthField: 'min_tokens' } as const;
    const adapted = adaptShape(shape, { status, said });
    expect(adapted).toEqual(
      expected === undefined ? undefined : { ...shape, lengthField: expected },
    );
  });

  it.each([
    [400, 'max_tokens must be at least 1, got 0. (parameter=max_tokens, value=0)'],
    [
      400,
      "'max_tokens' or 'max_completion_tokens' is too large: 8000. This model's maximum context length is 2048 tokens.",
    ],
    [400, 'model "x" does not exist'],
    [400, 'ignore_eos is not supported, and not in the request'],
    [500, OPENAI_REFUSAL],
    [401, OPENAI_REFUSAL],
    [400, ''],
  ])('changes nothing for %d %s', (status, said) => {
    expect(adaptShape(COMMON_SHAPE, { status, said })).toBeUndefined();
  });
});

describe('a server that wants another form of requests', () => {
  const { recorded, start } = recordedTargets(useCleanup());
  const question = { model: RECORDED_MODEL, prompt: 'a', maxTokens: 6, greedy: true };

  /** Keeps the bodies of requests, and refuses those with a field. */
  function refusing(refusals: readonly (readonly [field: string, status: number, said: string])[]) {
    const bodies: Record<string, unknown>[] = [];
    const respond = (request: RawRequest, socket: Parameters<typeof replay>[1]): void => {
      const body = JSON.parse(request.body);
      bodies.push(body);
      const refusal = refusals.find(([field]) => field in body);
      if (refusal === undefined) replay('chat-stream', socket);
      else socket.write(response(refusal[1], refusal[2]));
    };
    return { bodies, respond };
  }

  it('is sent both changes, and all later requests in the accepted form', async () => {
    const { bodies, respond } = refusing([
      ['max_tokens', 400, JSON.stringify({ error: { message: OPENAI_REFUSAL } })],
      ['stream_options', 422, VALIDATION],
    ]);
    const server = await recorded({ '/v1/chat/completions': respond });
    const target = await start(server.url);
    expect(await target.generate(question)).toMatchObject({ outputTokens: 6 });
    expect(bodies).toHaveLength(3);
    await target.generate(question);
    expect(bodies).toHaveLength(4);
    expect(bodies[3]).toMatchObject({ max_completion_tokens: 6 });
    expect(bodies[3]).not.toHaveProperty('max_tokens');
    expect(bodies[3]).not.toHaveProperty('stream_options');
    expect(target.description.details).toMatchObject({
      maxTokensField: 'max_completion_tokens',
      streamUsage: false,
    });
  });

  it('fails with its first refusal where no change helps, without endless retries', async () => {
    const { bodies, respond } = refusing([
      ['model', 400, JSON.stringify({ error: { message: OPENAI_REFUSAL } })],
    ]);
    const server = await recorded({ '/v1/chat/completions': respond });
    const target = await start(server.url);
    await expect(target.generate(question)).rejects.toThrow(/max_completion_tokens/);
    expect(bodies).toHaveLength(2);
    expect(target.description.details).not.toHaveProperty('maxTokensField');
  });

  it('decodes the rest of a response without usage by its events', async () => {
    const events = ['one', 'two'].map((content) =>
      chunk(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`),
    );
    const server = await recorded({
      '/v1/chat/completions': (request, socket) => {
        if ('stream_options' in JSON.parse(request.body)) socket.write(response(422, VALIDATION));
        else
          socket.write(
            `${CHUNKED_HEAD}${events.join('')}${chunk('data: [DONE]\n\n')}${LAST_CHUNK}`,
          );
      },
    });
    const target = await start(server.url);
    expect(await target.generate(question)).toMatchObject({
      outputTokens: 2,
      tokenCountSource: 'chunks',
    });
  });
});

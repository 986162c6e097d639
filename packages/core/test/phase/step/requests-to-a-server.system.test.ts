import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import { errorRate } from '../../../src/metric/errors/error-rate.ts';
import { outagesOf, describeOutage } from '../../../src/metric/errors/outages.ts';
import { rejectionsOf } from '../../../src/metric/errors/rejections.ts';
import { issueRequest } from '../../../src/phase/step/issue-request.ts';
import { sendSequentially } from '../../../src/phase/stage/send-sequentially.ts';
import { StepPrompts } from '../../../src/phase/step/step-prompts.ts';
import { requestFailures } from '../../../src/report/results/request-failures.ts';
import { nowNs } from '../../../src/stream/clock.ts';
import {
  chunk,
  CHUNKED_HEAD,
  LAST_CHUNK,
  response,
  type RawScript,
} from '../../target/server/raw-server.ts';
import { listenRecorded, RECORDED_MODEL, replay } from '../../target/server/recorded-server.ts';
import { recordedTargets } from '../../target/server/recorded-targets.ts';
import { useCleanup } from '../../target/transport/transport-run.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const onCleanup = useCleanup();
const { recorded, start } = recordedTargets(onCleanup);

const REQUEST = {
  purpose: 'sequential',
  model: RECORDED_MODEL,
  prompt: 'north',
  maxTokens: 6,
} as const;

/** A phase on a server that responds to text requests by a script. */
async function phaseOn(script: RawScript): Promise<RecordedPhase> {
  const server = await recorded({ '/v1/chat/completions': script });
  return new RecordedPhase(await start(server.url));
}

const answer: RawScript = (_request, socket) => replay('chat-stream', socket);

const errorEvent = (message: string): string =>
  CHUNKED_HEAD + chunk(`data: ${JSON.stringify({ error: { message } })}\n\n`) + LAST_CHUNK;

describe('an over-long prompt', () => {
  it.each([
    ['with 400', response(400, '{"error":"the request exceeds the available context size"}')],
    ['with 413, whatever the message', response(413, '')],
    [
      'with 500 and these words',
      response(500, '{"error":"Requested tokens (96) exceed context window of 64"}'),
    ],
    ['in an event', errorEvent("This model's maximum context length is 64 tokens")],
  ])('that the server rejects %s is a fact and no failure', async (_how, bytes) => {
    const phase = await phaseOn((_request, socket) => void socket.write(bytes));
    await issueRequest(phase.context, { ...REQUEST, purpose: 'over-long' });
    const [row] = phase.rows;
    expect(row?.outcome).toBe('refused');
    expect(row?.errorMessage).not.toBe('');
    expect(requestFailures(phase.streams())).toEqual([]);
  });

  it.each([
    ['for a missing key', response(401, 'who?')],
    ['for too many requests', response(429, 'slow down')],
    ['for a server error', response(500, 'CUDA error')],
  ])('that the server rejects %s is a failure', async (_why, bytes) => {
    const phase = await phaseOn((_request, socket) => void socket.write(bytes));
    await issueRequest(phase.context, { ...REQUEST, purpose: 'over-long' });
    expect(phase.rows[0]?.outcome).toBe('error');
    expect(requestFailures(phase.streams())).toHaveLength(1);
  });

  it('is the only prompt that the server may reject: any other rejection is a failure', async () => {
    const phase = await phaseOn(
      (_request, socket) => void socket.write(response(400, 'exceeds the context')),
    );
    await issueRequest(phase.context, REQUEST);
    expect(phase.rows[0]?.outcome).toBe('error');
  });
});

describe('requests that follow one another', () => {
  it('wait longer after each failure to reach the server, which is one outage', async () => {
    const server = await listenRecorded();
    const { port } = server;
    const phase = new RecordedPhase(await start(server.url));
    await issueRequest(phase.context, REQUEST);
    await server.close();
    const beganNs = nowNs();
    for (let asked = 0; asked < 4; asked += 1) await issueRequest(phase.context, REQUEST);
    // Waits of 50, 100 and 200 ms separate the four.
    expect(nowNs() - beganNs).toBeGreaterThan(340e6);
    const again = await listenRecorded({}, { port });
    onCleanup(() => again.close());
    await issueRequest(phase.context, REQUEST);
    phase.context.watch.end();
    const [outage, ...others] = outagesOf(phase.streams());
    expect(others).toEqual([]);
    expect(outage).toMatchObject({ isOver: true, requests: 4, cause: 'refused' });
    if (outage === undefined) throw new Error('There was an outage.');
    expect(describeOutage(outage)).toMatch(
      /^server unreachable for .*s, 4 requests failed \(refused\)$/,
    );
  });

  it('wait as long as a rate limit demands, and the rejections are counted with it', async () => {
    let asked = 0;
    const phase = await phaseOn((request, socket) => {
      asked += 1;
      const wait = { 'Retry-After': asked < 4 ? '0.2' : '0.1' };
      if (asked % 2 === 0) socket.write(response(429, '{"error":"slow down"}', wait));
      else answer(request, socket);
    });
    for (let count = 0; count < 5; count += 1) await issueRequest(phase.context, REQUEST);
    phase.context.watch.end();
    const streams = phase.streams();
    expect(rejectionsOf(streams)).toEqual({
      count: 2,
      share: 0.4,
      shortestRetryAfterMs: 100,
      longestRetryAfterMs: 200,
      message: 'The server returned 429: "slow down". It asks to retry after 200 ms.',
    });
    expect(measure(errorRate, streams).avg).toBe(0.4);
    const [, rejected, next] = phase.rows;
    expect((next?.sentNs ?? 0) - (rejected?.endNs ?? 0)).toBeGreaterThan(199e6);
  });

  it('are not counted as rejected without a rejection', async () => {
    const phase = await phaseOn(answer);
    await issueRequest(phase.context, REQUEST);
    phase.context.watch.end();
    expect(rejectionsOf(phase.streams())).toBeUndefined();
    expect(phase.events).toEqual([]);
  });

  it('record the redirect that they followed, once', async () => {
    const server = await recorded({
      '/v1/chat/completions': (_request, socket) =>
        void socket.write(response(307, '', { Location: '/api/chat' })),
      '/api/chat': answer,
    });
    const phase = new RecordedPhase(await start(server.url));
    for (let count = 0; count < 3; count += 1) await issueRequest(phase.context, REQUEST);
    phase.context.watch.end();
    expect(phase.eventsOf('redirect-followed')).toMatchObject([
      { status: 307, fromPath: '/v1/chat/completions', toPath: '/api/chat', requests: 1 },
    ]);
  });

  it('stop after the first three fail alike', async () => {
    const phase = await phaseOn(
      (_request, socket) => void socket.write(response(500, 'CUDA error')),
    );
    const end = { kind: 'time', durationMs: 3600e3, minRequests: 64 } as const;
    const options = {
      phase: 'load' as const,
      end,
      prompts: await new StepPrompts(phase.context, 'test').of(RECORDED_MODEL),
      outputTokens: 4,
    };
    await expect(sendSequentially(phase.context, RECORDED_MODEL, options)).rejects.toMatchObject({
      code: 'FAILS_ALIKE',
      message: expect.stringMatching(
        /^the first 3 requests all failed \(http-5xx\): .*"CUDA error"\. Read the/,
      ),
    });
    expect(phase.rows).toHaveLength(3);
    expect(phase.eventsOf('stage-ended')).toHaveLength(1);
  });
});

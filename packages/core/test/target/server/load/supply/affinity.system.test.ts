import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../../../src/stream/clock.ts';
import type { LoadOutcome } from '../../../../../src/target/server/load/load-request.ts';
import { DialogueTurns } from '../../../../../src/target/server/load/supply/dialogue-turns.ts';
import { dialogueOfSession } from '../../../../../src/workload/dialogue/dialogue-of-session.ts';
import { useCleanup } from '../../../transport/transport-run.ts';
import { targetFor } from '../../target-for.ts';

const onCleanup = useCleanup();

const BODY = {
  choices: [{ message: { role: 'assistant', content: 'Low.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 1 },
};

/** A server that sets a cookie in its first response to a conversation, and keeps the headers of requests. */
async function startServer(): Promise<{ url: string; asked: IncomingHttpHeaders[] }> {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.method === 'GET') return response.end('{"data":[{"id":"mock"}]}');
      asked.push(request.headers);
      if (request.headers.cookie === undefined) {
        response.setHeader('set-cookie', [`route=r${asked.length}; Path=/`, 'lb=1']);
      }
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify(BODY));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onCleanup(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve(undefined));
      }),
  );
  const { port }: AddressInfo = addressOf(server.address());
  return { url: `http://127.0.0.1:${port}`, asked };
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address;
}

describe('conversations with affinity by cookie', () => {
  it('return the cookies of their first response in all later turns', async () => {
    const { url, asked } = await startServer();
    const target = targetFor(url, { affinity: { cookie: true }, models: ['mock'] });
    onCleanup(() => target.stop());
    await target.start();
    const turn = { text: 'hi', inputTokens: 1, outputTokens: 2, thinkMs: 0 };
    let count = 0;
    const next = () => dialogueOfSession({ label: `s${count++}`, turns: [turn, turn, turn] });
    const turns = new DialogueTurns({ model: 'mock', isGreedy: true, warmup: 0 }, { next });
    const load = await target.openLoad({ connections: 1, maxConcurrency: 1 });
    onCleanup(() => load.close());
    const outcomes: LoadOutcome[] = [];
    asked.length = 0;
    await load.run(
      {
        requests: turns.firstTurns(Float64Array.of(0)),
        beginNs: nowNs(),
        end: { kind: 'all' },
        onOver: (outcome) => outcomes.push(outcome),
        followUps: (outcome) => turns.nextTurns(outcome),
      },
      new AbortController().signal,
    );
    expect(outcomes.map(({ finished }) => finished.failure)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(asked.map(({ cookie }) => cookie)).toEqual([
      undefined,
      'route=r1; lb=1',
      'route=r1; lb=1',
    ]);
  });
});

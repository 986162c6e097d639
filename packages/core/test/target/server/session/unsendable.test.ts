import { describe, expect, it, vi } from 'vitest';
import { nowNs } from '../../../../src/stream/clock.ts';
import { CodecError } from '../../../../src/target/codec/custom/codec-error.ts';
import type { Codec } from '../../../../src/target/codec/codec.ts';
import { openAiChat } from '../../../../src/target/codec/api/openai.ts';
import { PreparedRequest } from '../../../../src/target/server/request/prepared-request.ts';
import type { FinishedRequest } from '../../../../src/target/server/request/finished-request.ts';
import { Exchanges } from '../../../../src/target/server/session/exchanges.ts';
import { followingOrder } from '../../../../src/target/server/session/redirect/following-order.ts';
import { parseEndpoint } from '../../../../src/target/server/session/endpoint.ts';
import { Redirects } from '../../../../src/target/server/session/redirect/redirects.ts';
import type { StagedRequest, Transport } from '../../../../src/target/transport/transport.ts';

const ORIGIN = { host: 'h', basePath: '', headers: { 'X-Key': 'k' }, secrets: ['secret'] };

/** A codec that cannot write requests whose text is "bad". */
const CODEC: Codec = {
  ...openAiChat,
  encode: (origin, query) => {
    if (query.messages[0]?.content === 'bad') throw new CodecError('no luck with secret');
    return openAiChat.encode(origin, query);
  },
};

function prepare(content: string): PreparedRequest {
  const messages = [{ role: 'user', content } as const];
  const query = { model: 'm', messages, maxTokens: 1, isGreedy: true, isStreamed: true };
  return new PreparedRequest(CODEC, ORIGIN, query, {});
}

/** A transport that sends nothing, and notes what it is handed. */
class SilentTransport implements Transport {
  readonly clock = 'native';
  readonly staged: StagedRequest[] = [];
  async open(): Promise<void> {}
  stage(requests: readonly StagedRequest[]): void {
    this.staged.push(...requests);
  }
  cancel(): void {}
  finish(): void {}
  closeIdle(): void {}
  endSending(): void {}
  account(): never {
    throw new Error('it has none');
  }
  async close(): Promise<void> {}
}

describe('a request that its codec cannot write', () => {
  it('is not sent, and fails at its scheduled start with the reason of the codec', async () => {
    const transport = new SilentTransport();
    const exchanges = new Exchanges();
    const redirects = new Redirects(parseEndpoint('http://h'));
    const over: FinishedRequest[] = [];
    const scheduledNs = nowNs() + 20e6;
    const orders = ['good', 'bad'].map((content) =>
      followingOrder(
        { redirects, transport, exchanges },
        {
          prepared: prepare(content),
          scheduledNs,
          mayFollow: () => true,
          onOver: (finished) => over.push(finished),
          onBroken: (error) => {
            throw error;
          },
        },
      ),
    );
    const ids = exchanges.begin(transport, orders);
    expect(transport.staged.map(({ id }) => id)).toEqual(ids.slice(0, 1));
    await vi.waitFor(() => expect(over).toHaveLength(1));
    const [finished] = over;
    expect(finished?.failure).toEqual({ kind: 'codec', message: 'no luck with [redacted]' });
    expect(finished?.facts.sentNs).toBeNaN();
    // Timers may be a millisecond early.
    expect(finished?.facts.endNs).toBeGreaterThan(scheduledNs - 2e6);
    expect(exchanges.size).toBe(1);
  });
});

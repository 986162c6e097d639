import { createMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../../../src/stream/clock.ts';
import type { LoadOutcome } from '../../../../../src/target/server/load/load-request.ts';
import {
  requestsOfClosedLoop,
  requestsOfSchedule,
} from '../../../../../src/target/server/load/supply/load-requests.ts';
import { createRandom } from '../../../../../src/workload/random.ts';
import { makeSchedule } from '../../../../../src/workload/schedule.ts';
import { drawLengths } from '../../../../../src/workload/lengths/length-pairs.ts';
import { TextPrompts } from '../../../../../src/workload/supply/text-prompts.ts';
import { learnTextMaker } from '../../../../../src/workload/text/learn-text-maker.ts';
import type { TextMaker } from '../../../../../src/workload/text/text-maker.ts';
import type { HttpTarget } from '../../../../../src/target/server/http-target.ts';
import { useCleanup } from '../../../transport/transport-run.ts';
import { targetFor } from '../../target-for.ts';

const onCleanup = useCleanup();
const SUBJECT = { model: 'mock', isGreedy: true, warmup: 0 };

function textsOf(target: HttpTarget): Promise<TextMaker> {
  const tokenizing = {
    isExact: true,
    count: (text: string) => target.countTokens('mock', text),
    tokenize: (text: string) => target.tokenize('mock', text),
  };
  return learnTextMaker(tokenizing, { seed: 1, nonce: 'test' });
}

describe('a load from a workload', () => {
  it('offers as many tokens as the server counts, at the times of the schedule', async () => {
    const server = createMockServer({
      timeToFirstTokenMs: 1,
      interTokenLatencyMs: 0,
      outputTokens: 3,
    });
    onCleanup(() => Promise.resolve(server.stop()));
    const target = targetFor(server.url);
    onCleanup(() => target.stop());
    await target.start();
    const lengths = { inputTokens: { min: 9, max: 30 }, outputTokens: 3, share: 1 };
    const supply = new TextPrompts(
      await textsOf(target),
      (random) => drawLengths([lengths], random),
      1,
    );
    expect(supply.origin).toBe('tokenizer');
    const prompts = supply.of('load');
    const schedule = makeSchedule(
      {
        shape: 'poisson',
        ratePerSecond: 300,
        warmup: 0,
        end: { kind: 'time', durationMs: 150, minArrivals: 0 },
      },
      createRandom(1, 'arrivals'),
    );
    const load = await target.openLoad({ connections: 16, maxConcurrency: 16 });
    onCleanup(() => load.close());
    const beginNs = nowNs() + 10e6;
    const outcomes: LoadOutcome[] = [];
    await load.run(
      {
        requests: requestsOfSchedule(SUBJECT, prompts, schedule.offsetsNs),
        beginNs,
        end: { kind: 'all' },
        onOver: (outcome) => outcomes.push(outcome),
      },
      new AbortController().signal,
    );
    expect(outcomes).toHaveLength(schedule.offsetsNs.length);
    const scheduledNs = outcomes
      .map(({ request }) => request.scheduledNs)
      .toSorted((a, b) => a - b);
    expect(scheduledNs).toEqual([...schedule.offsetsNs].map((offsetNs) => beginNs + offsetNs));
    for (const { request, finished } of outcomes) {
      expect(finished.response?.usage.inputTokens).toBe(request.offeredTokens);
    }
  });

  it('takes prompts in order while there are prompts and arrivals', () => {
    const prompts = ['a', 'b'].map((content) => ({
      messages: [{ role: 'user', content }] as const,
      inputTokens: 1,
      outputTokens: 2,
    }));
    const timesOf = (offsetsNs: Float64Array) =>
      [...requestsOfSchedule(SUBJECT, prompts, offsetsNs)].map(({ scheduledNs, messages }) => [
        scheduledNs,
        messages[0]?.content,
      ]);
    expect(timesOf(Float64Array.of(0, 5, 9))).toEqual([
      [0, 'a'],
      [5, 'b'],
    ]);
    expect(timesOf(Float64Array.of(3))).toEqual([[3, 'a']]);
    expect(timesOf(new Float64Array(0))).toEqual([]);
    expect(
      [...requestsOfClosedLoop(SUBJECT, prompts)].map(({ scheduledNs }) => scheduledNs),
    ).toEqual([Number.NaN, Number.NaN]);
  });

  it('draws a cut for each measured request, and none for the warm-up', () => {
    const prompts = Array.from({ length: 4 }, () => ({
      messages: [{ role: 'user', content: 'a' }] as const,
      inputTokens: 1,
      outputTokens: 2,
    }));
    let drawn = 0;
    const drawCut = (): number | undefined => {
      drawn += 1;
      return drawn === 1 ? 500 : undefined;
    };
    const requests = [...requestsOfClosedLoop({ ...SUBJECT, warmup: 2, drawCut }, prompts)];
    expect(requests.map(({ cutAfterMs }) => cutAfterMs)).toEqual([
      undefined,
      undefined,
      500,
      undefined,
    ]);
    expect(drawn).toBe(2);
  });
});

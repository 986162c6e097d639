import { describe, expect, it } from 'vitest';
import type {
  StageKey,
  StageSync,
  StageTotals,
} from '../../../../src/phase/stage/sync/stage-sync.ts';
import { nowNs } from '../../../../src/stream/clock.ts';
import type { Generation, GenerationRequest } from '../../../../src/target/target.ts';
import { NO_FILES } from '../../../../src/workload/load-files.ts';
import type { Slice } from '../../../../src/workload/slice/slice.ts';
import { ScriptedTarget } from '../../../target/scripted-target.ts';
import { builtTrace } from '../../../workload/load-dataset/built-files.ts';
import { RecordedPhase } from '../../recorded-phase.ts';
import { runStages, type StageInput } from '../run-on.ts';

/** What one worker sent, in the order in which it was sent. */
interface Sent {
  readonly text: string;
  /** Nanoseconds after the start; `NaN` in a closed loop. */
  readonly offsetNs: number;
  readonly purpose: string;
}

class SendingTarget extends ScriptedTarget {
  readonly sent: GenerationRequest[] = [];

  override async generate(request: GenerationRequest): Promise<Generation> {
    this.sent.push(request);
    return await super.generate(request);
  }
}

const START_LEAD_NS = 20e6;

/** Starts each stage soon after it is prepared, at a time that is known. */
class StartingSync implements StageSync {
  readonly isJoined = true;
  startNs = Number.NaN;

  ended(_key: StageKey, own: StageTotals): Promise<StageTotals> {
    return Promise.resolve(own);
  }

  ready(): Promise<number> {
    this.startNs = nowNs() + START_LEAD_NS;
    return Promise.resolve(this.startNs);
  }
}

async function send(stage: StageInput, slice: Slice): Promise<Sent[]> {
  const sync = new StartingSync();
  const target = new SendingTarget({ firstTokenMs: 0, tokenMs: 0, contextTokens: 4096 });
  await target.load('small');
  const rows = Array.from({ length: 17 }, (_, place) => ({
    atMs: place * 2,
    inputTokens: 5 + place,
    outputTokens: 1 + (place % 3),
  }));
  const phase = new RecordedPhase(target, 'unload-first', {
    slice,
    sync,
    files: { ...NO_FILES, traces: new Map([['trace', builtTrace(rows)]]) },
  });
  await runStages(phase, [stage], {
    prompts: { inputTokens: { min: 8, max: 30 }, outputTokens: { min: 1, max: 4 } },
  });
  const inOrder = phase.rows.toSorted((one, other) => one.sentNs - other.sentNs);
  return target.sent.map(({ prompt, maxTokens, cutAfterMs }, index) => {
    const { scheduledNs = Number.NaN, purpose = '' } = inOrder[index] ?? {};
    return {
      text: `${prompt}|${maxTokens}|${cutAfterMs}`,
      offsetNs: scheduledNs - sync.startNs,
      purpose,
    };
  });
}

async function sendAll(stage: StageInput, count: number): Promise<Sent[][]> {
  return await Promise.all(
    Array.from({ length: count }, (_, index) => send(stage, { index, count })),
  );
}

const RATE = { rate: 900, warmup: 4, requests: 27, cancel: { share: 0.4, after: '40ms' } } as const;

/** Stages whose requests have times of their own. */
const SCHEDULED: Record<string, StageInput> = {
  constant: { kind: 'open', ...RATE, arrivals: 'constant' },
  poisson: { kind: 'open', ...RATE, arrivals: 'poisson' },
  gamma: { kind: 'open', ...RATE, arrivals: { gamma: 0.5 } },
  'for a time': { kind: 'open', rate: 500, duration: 60, minRequests: 1, warmup: 3 },
  ramp: { kind: 'ramp', from: 100, to: 600, duration: 90, warmup: 3 },
  trace: { kind: 'trace', file: 'trace.jsonl', warmup: 2 },
};

const COUNTS = [2, 3, 5];

function byTime(sent: readonly Sent[]): Sent[] {
  return sent.toSorted((one, other) => one.offsetNs - other.offsetNs);
}

function textsOf(sent: readonly Sent[]): string[] {
  return sent.map(({ text, purpose }) => `${purpose} ${text}`).toSorted();
}

describe.each(Object.entries(SCHEDULED))('a schedule of %s arrivals', (_name, stage) => {
  it.each(COUNTS)('is the union of %i slices, each request at its time', async (count) => {
    const [[whole = []], parts] = await Promise.all([sendAll(stage, 1), sendAll(stage, count)]);
    expect(whole.length).toBeGreaterThan(15);
    const expected = byTime(whole);
    for (const [index, part] of parts.entries()) {
      const own = expected.filter((_, place) => place % count === index);
      expect(part.map(({ text, purpose }) => [text, purpose])).toEqual(
        own.map(({ text, purpose }) => [text, purpose]),
      );
      for (const [place, { offsetNs }] of part.entries()) {
        expect(offsetNs).toBeCloseTo(own[place]?.offsetNs ?? Number.NaN, -3);
      }
    }
  });
});

/** Stages in which a request follows another. */
const FOLLOWING: Record<string, StageInput> = {
  'a closed loop': { kind: 'closed', concurrency: 6, warmup: 4, requests: 31 },
  'a closed loop of fewer requests in flight than workers': {
    kind: 'closed',
    concurrency: 2,
    warmup: 1,
    requests: 12,
  },
  conversations: {
    kind: 'sessions',
    rate: 300,
    turns: { min: 1, max: 4 },
    thinkTime: 2,
    warmup: 2,
    requests: 29,
  },
  'conversations of users': {
    kind: 'sessions',
    users: 3,
    turns: { min: 1, max: 3 },
    thinkTime: 2,
    requests: 17,
  },
};

describe.each(Object.entries(FOLLOWING))('%s', (_name, stage) => {
  it.each(COUNTS)('is the union of %i slices', async (count) => {
    const [[whole = []], parts] = await Promise.all([sendAll(stage, 1), sendAll(stage, count)]);
    expect(whole.length).toBeGreaterThan(10);
    expect(textsOf(parts.flat())).toEqual(textsOf(whole));
  });
});

it('sends nothing where there are more workers than requests, and still ends', async () => {
  const parts = await sendAll({ kind: 'open', rate: 500, requests: 2, arrivals: 'constant' }, 4);
  expect(parts.map(({ length }) => length)).toEqual([1, 1, 0, 0]);
});

import { describe, expect, it } from 'vitest';
import type { PhaseContext } from '../../src/phase/phase.ts';
import { SERVER_LOST } from '../../src/stream/rows/lost-server.ts';
import { TargetError } from '../../src/target/errors.ts';
import type { Generation, GenerationRequest } from '../../src/target/target.ts';
import { resolveLoad } from '../../src/phase/options/load-options.ts';
import { PHASES } from '../../src/phase/registry.ts';
import { ScriptedTarget } from '../target/scripted-target.ts';
import { RecordedPhase } from './recorded-phase.ts';
import { NO_FILES } from '../../src/workload/load-files.ts';
import {
  briefWhy,
  builtDataset,
  builtTrace,
  single,
} from '../workload/load-dataset/built-files.ts';
import { BRIEF } from './run-brief-phase.ts';

type Options = Parameters<typeof PHASES.load.options.parse>[0];

const CLOSED = { kind: 'closed', concurrency: 2, minRequests: 4 } as const;
const OPEN = { kind: 'open', rate: 100, minRequests: 4 } as const;

async function run(options: object, given: Partial<PhaseContext> = {}) {
  const target = new ScriptedTarget({ firstTokenMs: 1, tokenMs: 0, contextTokens: 4096 });
  const phase = new RecordedPhase(target, 'unload-first', given);
  const parsed: Options = { ...BRIEF, stages: [CLOSED, OPEN], ...options };
  await PHASES.load.run(phase.context, resolveLoad(PHASES.load.options.parse(parsed)));
  return { target, phase };
}

/** Requests of a stage in order of scheduled start. */
function dueRows(phase: RecordedPhase, stage: string) {
  return phase.rows
    .filter((row) => row.stage === stage)
    .toSorted((one, other) => one.scheduledNs - other.scheduledNs);
}

const BRIEF_WHY = briefWhy(3);

/** A server that refuses some requests, by their number from 1. */
class RefusingTarget extends ScriptedTarget {
  readonly #isRefused: (number: number) => boolean;
  #count = 0;

  constructor(isRefused: (number: number) => boolean) {
    super();
    this.#isRefused = isRefused;
  }

  override async generate(request: GenerationRequest): Promise<Generation> {
    this.#count += 1;
    if (!this.#isRefused(this.#count)) return await super.generate(request);
    throw new TargetError('connect ECONNREFUSED', { code: 'refused' });
  }
}

async function runRefusing(isRefused: (number: number) => boolean) {
  const phase = new RecordedPhase(new RefusingTarget(isRefused));
  const stages = [
    { kind: 'closed', name: 'one', concurrency: 1, requests: 20 },
    { kind: 'closed', name: 'two', concurrency: 1, requests: 6 },
  ];
  const options = resolveLoad(PHASES.load.options.parse({ ...BRIEF, stages }));
  const [outcome] = await Promise.allSettled([PHASES.load.run(phase.context, options)]);
  return { phase, outcome, began: phase.eventsOf('stage-began').map(({ stage }) => stage) };
}

describe('a server that refuses connections within a stage', () => {
  it('ends the phase before the next stage when it does not return', async () => {
    const { outcome, began } = await runRefusing((number) => number > 15);
    expect(began).toEqual(['one']);
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: SERVER_LOST } });
    expect(outcome).toHaveProperty('reason.message', expect.stringContaining('before stage two'));
  });

  it('ends nothing when it returns within the stage', async () => {
    const { outcome, began, phase } = await runRefusing((number) => number > 11 && number < 16);
    expect(phase.rows.filter(({ errorKind }) => errorKind === 'refused')).toHaveLength(4);
    expect(outcome.status).toBe('fulfilled');
    expect(began).toEqual(['one', 'two']);
  });
});

describe('the load phase', () => {
  it('runs its stages in order, without overlap', async () => {
    const { phase } = await run({
      stages: [OPEN, CLOSED, { kind: 'ramp', from: 0, to: 400 }, { kind: 'closed', requests: 9 }],
    });
    const { stages } = phase.streams();
    expect(stages.map(({ name, load }) => `${name} ${load.kind}`)).toEqual([
      'open open',
      'closed closed',
      'ramp ramp',
      'closed-2 closed',
    ]);
    for (const [index, stage] of stages.entries()) {
      expect(stage.beganNs).toBeGreaterThanOrEqual(stages[index - 1]?.endedNs ?? 0);
      expect(stage.requests.every(({ endNs }) => endNs <= stage.endedNs)).toBe(true);
    }
    expect(stages[3]?.requests).toHaveLength(9);
  });

  it('replays traces at their times and lengths, at the configured speed, each from its file', async () => {
    const rows = [
      { atMs: 0, inputTokens: 9, outputTokens: 3 },
      { atMs: 20, inputTokens: 15, outputTokens: 2 },
      { atMs: 60, inputTokens: 12, outputTokens: 5 },
    ];
    const files = {
      ...NO_FILES,
      traces: new Map([
        ['trace', builtTrace(rows)],
        ['trace-2', builtTrace(rows.slice(0, 1))],
        ['cut', builtTrace(rows, 2)],
      ]),
    };
    const stages = [
      { kind: 'trace', file: 'one.jsonl', speed: 2 },
      { kind: 'trace', file: 'other.jsonl' },
      { kind: 'trace', file: 'one.jsonl', name: 'cut', warmup: 1, requests: 1 },
    ];
    const { phase } = await run({ stages }, { files });
    const [first, ...later] = dueRows(phase, 'trace');
    expect(
      later.map((row) => Math.round((row.scheduledNs - (first?.scheduledNs ?? 0)) / 1e6)),
    ).toEqual([10, 30]);
    expect(dueRows(phase, 'trace').map((row) => [row.inputTokens, row.outputTokens])).toEqual([
      [9, 3],
      [15, 2],
      [12, 5],
    ]);
    expect(dueRows(phase, 'trace-2')).toHaveLength(1);
    expect(dueRows(phase, 'cut').map(({ purpose }) => purpose)).toEqual(['warm-up', 'load']);
    expect(phase.eventsOf('stage-began').map(({ load, prompts }) => [load.kind, prompts])).toEqual(
      Array.from({ length: 3 }, () => ['trace', 'tokenizer']),
    );
  });

  it('sends the prompts of a dataset only in measured requests', async () => {
    const stages = [
      { ...CLOSED, warmup: 3 },
      { ...OPEN, warmup: 2 },
    ];
    const { target, phase } = await run(
      { stages },
      { files: { ...NO_FILES, dataset: builtDataset([BRIEF_WHY], { isReused: true }) } },
    );
    // The turns of a conversation become one text.
    const asked = target.prompts.filter((prompt) => prompt === 'Be brief. Why?').length;
    expect(asked).toBe(phase.rowsOf('load').length);
    const warm = phase.rowsOf('warm-up').filter(({ stage }) => stage !== '');
    expect(warm.map(({ stage }) => stage).toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => 'closed'),
      ...Array.from({ length: 2 }, () => 'open'),
    ]);
    expect(new Set(phase.rowsOf('load').map(({ outputTokens }) => outputTokens))).toEqual(
      new Set([3]),
    );
  });

  it('continues in a dataset where the previous stage ended', async () => {
    const prompts = Array.from({ length: 30 }, (_, index) =>
      single(`question ${index}`, { output: { tokens: 2, kind: 'cap' } }),
    );
    const stages = [
      { kind: 'closed', requests: 10, warmup: 4 },
      { kind: 'open', rate: 500, requests: 10, warmup: 4 },
      { kind: 'closed', requests: 10 },
    ];
    const { target } = await run(
      { stages },
      { files: { ...NO_FILES, dataset: builtDataset(prompts) } },
    );
    const asked = target.prompts.filter((prompt) => prompt.startsWith('question'));
    expect(new Set(asked).size).toBe(30);
  });

  it('makes prompts of exact lengths after a shared prefix', async () => {
    const { phase } = await run({
      inputTokens: { min: 10, max: 12 },
      outputTokens: { min: 2, max: 3 },
      sharedPrefix: { tokens: 20 },
    });
    expect(phase.rowsOf('load').length).toBeGreaterThan(0);
    for (const row of phase.rowsOf('load')) {
      expect(row.inputTokens).toBeGreaterThanOrEqual(30);
      expect(row.inputTokens).toBeLessThanOrEqual(32);
      expect([2, 3]).toContain(row.outputTokens);
    }
    expect(phase.eventsOf('stage-began').map(({ sharing }) => sharing)).toEqual([
      'prefix',
      'prefix',
    ]);
  });

  it('never sends a prompt twice, across all kinds of stages', async () => {
    const stages = [
      { ...CLOSED, warmup: 6 },
      CLOSED,
      OPEN,
      { kind: 'sessions', rate: 200, requests: 12, thinkTime: 1 },
      { kind: 'sessions', rate: 200, requests: 12, thinkTime: 1 },
      { kind: 'sweep', parameter: 'concurrency', from: 1, to: 2, duration: 1, minRequests: 4 },
    ];
    const { target, phase } = await run({ stages, inputTokens: 9 });
    const again = phase.rowsOf('continuation').length;
    const rounds = phase.eventsOf('continuation-compared').length / 2;
    expect(new Set(target.prompts).size).toBe(target.prompts.length - again + rounds);
  });

  it('begins no stage after a failed one, and continues after a failed sweep', async () => {
    const target = new ScriptedTarget({
      behaviour: (_, number) => (number < 9 ? 'answer' : 'fail'),
    });
    const phase = new RecordedPhase(target);
    const stages = [
      { kind: 'sweep', parameter: 'concurrency', from: 1, to: 2, duration: 1, minRequests: 4 },
      CLOSED,
      { kind: 'open', minRequests: 4 },
      { ...CLOSED, name: 'never' },
    ];
    const options = resolveLoad(PHASES.load.options.parse({ ...BRIEF, stages }));
    await expect(PHASES.load.run(phase.context, options)).rejects.toThrow(
      /no request of stage "closed" succeeded/,
    );
    expect(phase.eventsOf('stage-began').map(({ stage }) => stage)).toEqual(['sweep/1', 'closed']);
  });
});

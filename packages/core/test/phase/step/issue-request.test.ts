import { describe, expect, it } from 'vitest';
import { issueRequest } from '../../../src/phase/step/issue-request.ts';
import { TestError } from '../../../src/spec/error/errors.ts';
import { nowNs } from '../../../src/stream/clock.ts';
import {
  UNREPORTED_TIMINGS,
  type ReportedTimings,
} from '../../../src/stream/rows/reported-timings.ts';
import { ResponseDecoder } from '../../../src/target/codec/response-decoder.ts';
import { chooseFraming } from '../../../src/target/codec/framing/choose-framing.ts';
import { readOpenAiEvent } from '../../../src/target/codec/api/read-openai.ts';
import { TargetDiedError } from '../../../src/target/errors.ts';
import { RequestError } from '../../../src/target/server/failure/request-error.ts';
import type { Generation, GenerationRequest } from '../../../src/target/target.ts';
import type { Behaviour, Script } from '../../target/script.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const REQUEST = { purpose: 'sequential', model: 'small', prompt: 'a b c', maxTokens: 3 } as const;

/** A server that cuts its responses after two tokens, with known timestamps. */
class CutTarget extends ScriptedTarget {
  readonly #kind: 'timeout' | 'closed-early';

  constructor(kind: 'timeout' | 'closed-early') {
    super();
    this.#kind = kind;
  }

  override generate(): Promise<never> {
    const failure = { kind: this.#kind, message: 'It was cut.' };
    const facts = {
      sentNs: 100,
      connectedNs: Number.NaN,
      firstByteNs: 200,
      endNs: 500,
      status: 200,
      headers: new Map(),
      resends: 0,
      delayedReads: 0,
      failure,
    };
    const decoder = new ResponseDecoder(chooseFraming('text/event-stream', 'sse'), readOpenAiEvent);
    const encoder = new TextEncoder();
    for (const atNs of [300, 400]) {
      const event = { choices: [{ index: 0, delta: { content: 'a' } }] };
      decoder.push(encoder.encode(`data: ${JSON.stringify(event)}\n\n`), atNs);
    }
    return Promise.reject(new RequestError({ facts, response: decoder.finish(false), failure }));
  }
}

/** A server that reports timings. */
class ReportingTarget extends ScriptedTarget {
  readonly #reported: ReportedTimings;

  constructor(reported: ReportedTimings) {
    super();
    this.#reported = reported;
  }

  override async generate(request: GenerationRequest): Promise<Generation> {
    return { ...(await super.generate(request)), reported: this.#reported };
  }
}

/** Keeps its requests. */
class AskedTarget extends ScriptedTarget {
  readonly asked: GenerationRequest[] = [];

  override async generate(request: GenerationRequest): Promise<Generation> {
    this.asked.push(request);
    return await super.generate(request);
  }
}

async function loaded(script: Partial<Script> = {}) {
  const target = new ScriptedTarget(script);
  await target.load('small');
  return { target, phase: new RecordedPhase(target) };
}

function behaves(behaviour: Behaviour): Partial<Script> {
  return { behaviour: () => behaviour };
}

describe('a request of a phase', () => {
  it('has every timestamp and count of its response in its row', async () => {
    const { phase } = await loaded({ firstTokenMs: 2, tokenMs: 1 });
    const beforeNs = nowNs();
    const generation = await issueRequest(phase.context, REQUEST);
    const [row] = phase.rows;
    expect(row).toMatchObject({
      purpose: 'sequential',
      model: 'small',
      context: '',
      inputTokens: 3,
      outputTokens: 3,
      offeredTokens: 3,
      residentTokens: 3,
      cachedTokens: 0,
      outcome: 'ok',
      errorKind: '',
    });
    const { scheduledNs = 0, sentNs = 0, firstTokenNs, lastTokenNs, endNs } = row ?? {};
    expect(scheduledNs).toBeGreaterThanOrEqual(beforeNs);
    expect(sentNs).toBeGreaterThanOrEqual(scheduledNs);
    expect(firstTokenNs).toBe(sentNs + 2e6);
    expect(lastTokenNs).toBe(sentNs + 4e6);
    expect(endNs).toBe(lastTokenNs);
    expect(row?.chunkNs).toEqual(generation?.chunkNs);
  });

  it('keeps the timings that the server reports, and nothing when it reports nothing', async () => {
    const { phase } = await loaded();
    await issueRequest(phase.context, REQUEST);
    expect(phase.rows[0]).toMatchObject(UNREPORTED_TIMINGS);
    const reported = { ...UNREPORTED_TIMINGS, serverPrefillNs: 7, draftTokens: 3 };
    const target = new ReportingTarget(reported);
    await target.load('small');
    const reporting = new RecordedPhase(target);
    await issueRequest(reporting.context, REQUEST);
    expect(reporting.rows[0]).toMatchObject(reported);
  });

  it('demands its length from the target when configured, and not otherwise', async () => {
    const target = new AskedTarget();
    await target.load('small');
    const phase = new RecordedPhase(target);
    await issueRequest(phase.context, { ...REQUEST, isLengthDemanded: true });
    await issueRequest(phase.context, REQUEST);
    expect(target.asked.map(({ isLengthDemanded }) => isLengthDemanded)).toEqual([true, false]);
  });

  it('keeps its scheduled start', async () => {
    const { phase } = await loaded();
    const scheduledNs = nowNs() - 5e9;
    await issueRequest(phase.context, { ...REQUEST, scheduledNs });
    expect(phase.rows[0]?.scheduledNs).toBe(scheduledNs);
    expect(phase.rows[0]?.sentNs).toBeGreaterThan(scheduledNs + 5e9 - 1);
  });

  it('counts from the start of service when it waited for a model load', async () => {
    const { phase } = await loaded();
    const beganNs = nowNs() - 1e9;
    await issueRequest(phase.context, { ...REQUEST, beganNs });
    expect(phase.rows[0]).toMatchObject({ scheduledNs: beganNs, sentNs: beganNs });
  });

  it('that fails is a row with the error kind, and the phase continues', async () => {
    const { phase } = await loaded(behaves('fail'));
    expect(await issueRequest(phase.context, REQUEST)).toBeUndefined();
    const [row] = phase.rows;
    expect(row).toMatchObject({
      outcome: 'error',
      errorKind: 'TARGET_SCRIPTED',
      errorMessage: 'The scripted target fails on request.',
      firstTokenNs: Number.NaN,
      outputTokens: Number.NaN,
    });
    expect(row?.endNs).toBeGreaterThanOrEqual(row?.sentNs ?? Infinity);
    expect(row?.chunkNs).toHaveLength(0);
  });

  it('that failed on a network keeps its timestamps, counts and outcome', async () => {
    const target = new CutTarget('timeout');
    await target.load('small');
    const phase = new RecordedPhase(target);
    expect(await issueRequest(phase.context, { ...REQUEST, scheduledNs: 90 })).toBeUndefined();
    expect(phase.rows).toMatchObject([
      {
        scheduledNs: 90,
        sentNs: 100,
        firstByteNs: 200,
        firstTokenNs: 300,
        lastTokenNs: 400,
        endNs: 500,
        outcome: 'timeout',
        errorKind: 'timeout',
        errorMessage: 'It was cut.',
        outputTokens: 2,
      },
    ]);
    expect(phase.rows[0]?.chunkNs).toEqual(Float64Array.of(300, 400));
  });

  it('that failed on a network after a load counts from the start of service', async () => {
    const target = new CutTarget('closed-early');
    await target.load('small');
    const phase = new RecordedPhase(target);
    await issueRequest(phase.context, { ...REQUEST, beganNs: 50 });
    expect(phase.rows).toMatchObject([
      { scheduledNs: 50, sentNs: 50, endNs: 500, outcome: 'error', errorKind: 'closed-early' },
    ]);
  });

  it('that ends with its first token is an empty response, with an end and no times within', async () => {
    const { phase } = await loaded(behaves('say-nothing'));
    expect(await issueRequest(phase.context, REQUEST)).toMatchObject({ text: '' });
    expect(phase.rows).toMatchObject([
      { outcome: 'ok', errorKind: '', firstTokenNs: NaN, lastTokenNs: NaN, maxOutputTokens: 3 },
    ]);
    expect(phase.rows[0]?.endNs).toBeGreaterThan(0);
  });

  it('during which the target dies is a row that ends with the death, and ends the phase', async () => {
    const { phase, target } = await loaded(behaves('die'));
    await expect(issueRequest(phase.context, REQUEST)).rejects.toThrow(TargetDiedError);
    const { atNs } = await target.exited;
    expect(phase.rows).toMatchObject([{ outcome: 'error', errorKind: 'TARGET_DIED', endNs: atNs }]);
  });

  it('in flight when the phase ends is a cancelled row, and throws the reason', async () => {
    const { phase } = await loaded(behaves('hang'));
    const issued = issueRequest(phase.context, REQUEST);
    const reason = new TestError('over', { phase: 'load' });
    phase.controller.abort(reason);
    await expect(issued).rejects.toBe(reason);
    expect(phase.rows).toMatchObject([{ outcome: 'cancelled', errorKind: '' }]);
    expect(phase.rows[0]?.endNs).toBeGreaterThanOrEqual(phase.rows[0]?.sentNs ?? Infinity);
  });

  it('in flight when the target dies is a failed row, however the death is reported', async () => {
    const { phase } = await loaded(behaves('hang'));
    const issued = issueRequest(phase.context, REQUEST);
    const exit = { atNs: 123, pid: 1, exitCode: null, signal: 'SIGKILL' };
    phase.controller.abort(new TargetDiedError(exit));
    await expect(issued).rejects.toThrow(TargetDiedError);
    expect(phase.rows).toMatchObject([{ outcome: 'error', errorKind: 'TARGET_DIED', endNs: 123 }]);
  });

  it('that hits a defect throws it, and has no row', async () => {
    const { phase } = await loaded(behaves('bug'));
    await expect(issueRequest(phase.context, REQUEST)).rejects.toThrow(TypeError);
    expect(phase.rows).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { outage } from '../../../../src/report/findings/errors/outage.ts';
import { replicaLost } from '../../../../src/report/findings/replicas/replica-lost.ts';
import { replicasDiffer } from '../../../../src/report/findings/replicas/replicas-differ.ts';
import { builtBaseline } from '../../../stream/built/built-phases.ts';
import {
  stampNs,
  type BuiltRequest,
  type PhaseBuilder,
} from '../../../stream/built/phase-builder.ts';
import { advice, severities } from '../advice.ts';

const A = 'http://a:8000';
const B = 'http://b:8000';

const lost = (sentMs: number): BuiltRequest => ({
  purpose: 'sequential',
  sentMs,
  endMs: sentMs + 1,
  replica: B,
  outcome: 'error',
  errorKind: 'refused',
  errorMessage: 'connection refused',
});

/** Requests of a replica with this TTFT. */
function served(phase: PhaseBuilder, replica: string, count: number, ttftMs: number): PhaseBuilder {
  for (let index = 0; index < count; index += 1) {
    const sentMs = 810 + index * 30;
    // Unlike from one to the next, as measured times are.
    const firstMs = sentMs + ttftMs + ((index * 7) % 5) / 10;
    phase.request({ purpose: 'sequential', sentMs, chunksMs: [firstMs, firstMs + 5], replica });
  }
  return phase;
}

describe('replica-lost', () => {
  test('names a replica that was lost, when, and its shares', () => {
    const phase = served(served(builtBaseline(), A, 30, 20), B, 10, 20)
      .request(lost(2000))
      .event(2100, (place) => ({
        kind: 'outage',
        ...place,
        beganNs: stampNs(2000),
        endedNs: Number.NaN,
        requests: 1,
        cause: 'refused',
        message: 'connection refused',
        replica: B,
      }));
    expect(severities(replicaLost, phase)).toEqual(['critical']);
    const [text] = advice(replicaLost, phase);
    expect(text).toContain(`The replica ${B} was lost from`);
    expect(text).toContain('to the end: "connection refused"');
    expect(text).toContain('requests lost (refused) 1');
    expect(severities(outage, phase)).toEqual([]);
  });

  test('names a replica that served nothing', () => {
    const phase = served(builtBaseline(), A, 30, 20).request(lost(2000)).request(lost(2100));
    expect(severities(replicaLost, phase)).toEqual(['critical']);
    expect(advice(replicaLost, phase)[0]).toContain(
      `The replica ${B} served no request: "connection refused" (requests lost (refused) 2`,
    );
  });

  test('reports nothing where a replica fails single requests or has none to lose', () => {
    const phase = served(served(builtBaseline(), A, 30, 20), B, 10, 20).request(lost(2000));
    expect(severities(replicaLost, phase)).toEqual([]);
    expect(severities(replicaLost, builtBaseline())).toEqual([]);
  });
});

describe('replicas-differ', () => {
  test('names the slowest and the fastest replica with their intervals', () => {
    const phase = served(served(builtBaseline(), A, 60, 20), B, 60, 60);
    expect(severities(replicasDiffer, phase)).toEqual(['warning']);
    const [text] = advice(replicasDiffer, phase);
    expect(text).toContain(`The replica ${B} is slower than ${A}`);
    expect(text).toMatch(/TTFT p50 of http:\/\/b:8000 60\.\d ms \(99% CI/);
  });

  test('notes unlike shares', () => {
    const phase = served(served(builtBaseline(), A, 100, 20), B, 30, 20);
    expect(severities(replicasDiffer, phase)).toEqual(['note']);
    expect(advice(replicasDiffer, phase)[0]).toContain('Replicas got unlike shares');
  });

  test('reports nothing for like replicas, few requests or one server', () => {
    expect(
      severities(replicasDiffer, served(served(builtBaseline(), A, 60, 20), B, 60, 20)),
    ).toEqual([]);
    expect(severities(replicasDiffer, served(served(builtBaseline(), A, 5, 20), B, 5, 60))).toEqual(
      [],
    );
    expect(severities(replicasDiffer, builtBaseline())).toEqual([]);
  });
});

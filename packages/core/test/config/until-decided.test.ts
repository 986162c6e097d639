import { parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal-of.ts';

const decided = { kind: 'closed', until: 'decided' };
const judged = { successCriteria: { 'ttft.p95': 200 } };

describe('a stage until decided', () => {
  it.each([
    [
      { ...decided, requests: 500 },
      'phases.load.stages.0 (closed): until: "decided" cannot be combined with requests',
      'remove requests, or remove until',
    ],
    [
      { ...decided, duration: '5s' },
      'phases.load.stages.0 (closed): until: "decided" cannot be combined with duration',
      'replace duration with maxDuration',
    ],
    [
      { kind: 'open', rate: 5, until: 'decided', minRequests: 9 },
      'phases.load.stages.0 (open): until: "decided" cannot be combined with minRequests',
      'remove minRequests, or remove until',
    ],
    [
      { kind: 'closed', maxDuration: '5s' },
      'phases.load.stages.0 (closed): maxDuration needs until: "decided"',
      'add until: "decided", or replace maxDuration with duration',
    ],
    [
      { kind: 'ramp', from: 1, to: 2, until: 'decided' },
      'phases.load.stages.0: unknown key "until"',
      'remove it: only closed and open stages can run until decided',
    ],
    [
      { ...decided, until: 'certain' },
      'unknown phases.load.stages.0.until "certain"',
      'use "decided"',
    ],
    [
      { kind: 'open', rate: 1e5, until: 'decided' },
      'phases.load.stages.0 (open): the schedule has at least 60,000,000 arrivals, and the maximum is 20,000,000',
      'lower the rate or maxDuration',
    ],
  ])('%j is refused with help', (stage, text, help) => {
    const refused = refusalOf(() =>
      parseConfig({ ...judged, phases: { load: { stages: [stage] } } }),
    );
    expect(refused).toEqual({ text, help });
  });

  it.each([
    [{ 'ttft.p95': 200 }],
    [{ errorRate: 0.01 }],
    [{ 'stages.closed.ttft.p95': 200 }],
    [{ maxMemoryUsage: 1e9, 'e2el.p99': 2000 }],
  ])('accepts criteria such as %j, of the run or of the phase', (successCriteria) => {
    const load = { stages: [decided] };
    expect(() => parseConfig({ successCriteria, phases: { load } })).not.toThrow();
    expect(() => parseConfig({ phases: { load: { ...load, successCriteria } } })).not.toThrow();
  });

  it.each([
    // A server has a threshold of no errors by default, which is counted.
    [{ target: { url: 'http://127.0.0.1:9' } }],
    [{ successCriteria: { errorRate: 0 } }],
    [{ successCriteria: { sloAttainment: 1 } }],
    [{ successCriteria: { maxMemoryUsage: 1e9 } }],
    [{ successCriteria: { 'stages.open.ttft.p95': 200 } }],
  ])('is refused where %j leaves nothing to decide', (given) => {
    const stages = [decided, { kind: 'open' }];
    expect(refusalOf(() => parseConfig({ ...given, phases: { load: { stages } } }))).toEqual({
      text: 'phases.load.stages.0 (closed): until: "decided" needs a criterion of the stage',
      help: "pass --criterion 'ttft.p95<=200ms' or set successCriteria; an error rate of 0 decides nothing",
    });
  });

  it('needs no criterion when the load phase does not run', () => {
    const load = { stages: [decided] };
    const target = { url: 'http://127.0.0.1:9' };
    expect(() => parseConfig({ target, phase: 'baseline', phases: { load } })).not.toThrow();
  });
});

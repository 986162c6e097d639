import type { RunEvent } from '../../src/stream/run-event.ts';
import { samplingAccount } from '../spec/complete-values.ts';

const inPhase = { atNs: 2.5e9, phase: 'load' } as const;

/** An event of every kind, unmeasured numbers among them. */
export const ONE_OF_EACH_EVENT: readonly RunEvent[] = [
  { kind: 'run-began', atNs: 0, epochMs: 1.7e12 },
  { kind: 'phase-began', ...inPhase },
  { kind: 'phase-skipped', ...inPhase, reason: 'one model' },
  { kind: 'window-began', ...inPhase, window: 'idle' },
  { kind: 'window-ended', ...inPhase, window: 'idle' },
  { kind: 'target-started', ...inPhase, pid: 7 },
  { kind: 'model-loading', ...inPhase, model: 'a' },
  { kind: 'model-loaded', ...inPhase, model: 'a', bytes: Number.NaN },
  { kind: 'model-unloaded', ...inPhase, model: 'a' },
  { kind: 'context-opened', ...inPhase, model: 'a', context: '1', tokens: 512 },
  { kind: 'context-closed', ...inPhase, model: 'a', context: '1' },
  { kind: 'switch-began', ...inPhase, from: 'a', to: 'b' },
  { kind: 'switch-ended', ...inPhase, from: 'a', to: 'b' },
  {
    kind: 'continuation-compared',
    ...inPhase,
    model: 'a',
    between: 'control',
    agreeingTokens: 0,
    comparedTokens: 24,
    contextTokens: 30,
  },
  {
    kind: 'sampler-account',
    ...inPhase,
    pid: 7,
    peakRssBytes: 1e9,
    peakAtNs: Number.NaN,
    account: { ...samplingAccount, achievedHz: Number.NaN },
  },
  {
    kind: 'schedule-made',
    ...inPhase,
    window: 'open-loop',
    shape: 'poisson',
    seed: 1,
    requests: 0,
    ratePerSecond: 12.5,
    concurrency: Number.NaN,
  },
  { kind: 'limit-near', ...inPhase, resource: 'memory', limit: 1, actual: 2 },
  { kind: 'not-sampled', ...inPhase, reason: 'the cgroup cannot be read' },
  { kind: 'limit-crossed', ...inPhase, resource: 'memory', limit: 1, actual: 2 },
  { kind: 'not-measured', ...inPhase, metric: 'contextSwitchTime', reason: 'one model' },
  { kind: 'mark', ...inPhase, name: 'here' },
  { kind: 'span', ...inPhase, name: 'load', durationNs: 0 },
  { kind: 'phase-failed', ...inPhase, error: new Error('it broke') },
  { kind: 'target-exited', ...inPhase, pid: 7, expected: false, exitCode: null, signal: 'SIGKILL' },
  { kind: 'phase-ended', ...inPhase },
  { kind: 'run-ended', atNs: 3e9, status: 'interrupted' },
];

import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Target } from '../../../src/target/target.ts';

/** What the suite must know of a target. */
export interface ConformanceSubject {
  /** Makes a target with at least two models that has not started. */
  readonly make: () => Target;
  /** A model that answers fast. */
  readonly small: string;
  /** A model whose memory can be told from noise. */
  readonly large: string;
  /** Resident bytes that loading the large model takes at the least. */
  readonly largeBytes: number;
  /** Contexts that it serves at once. */
  readonly sequences: number;
  /** Tokens that one context holds. */
  readonly contextTokens: number;
}

/** More tokens than any test would wait for. */
export const ENDLESS_TOKENS = 1_000_000;

/** Starts one target for a group of tests, with the small model loaded. */
export function useLoadedTarget(subject: ConformanceSubject): () => Target {
  let target: Target | undefined;
  beforeAll(async () => {
    target = subject.make();
    await target.start();
    await target.load(subject.small);
  });
  afterAll(async () => target?.stop());
  return () => {
    if (target === undefined) throw new Error('The target did not start.');
    return target;
  };
}

/** Makes targets that are stopped after each test, whatever became of them. */
export function useFreshTargets(subject: ConformanceSubject): () => Target {
  const targets: Target[] = [];
  afterEach(async () => {
    await Promise.all(targets.splice(0).map((target) => target.stop()));
  });
  return () => {
    const target = subject.make();
    targets.push(target);
    return target;
  };
}

import { afterAll, afterEach, beforeAll, it } from 'vitest';
import type { Target } from '../../../src/target/target.ts';

/** What the suite must know of a target to judge it. */
export interface ConformanceSubject {
  /** Makes a target that has not started. */
  readonly make: () => Target;
  /** Kind that its description names. */
  readonly kind: string;
  /** A model that responds fast. */
  readonly model: string;
  /** Concurrent requests that it serves. */
  readonly parallel: number;
  /** Tokens that one context holds; `NaN` where the target does not report it. */
  readonly contextTokens: number;
  /** Words of a prompt that exceeds the context, or takes too long to try. */
  readonly overLongWords: number;
  /** Tokens of a response that no test waits for. */
  readonly endlessTokens: number;
  readonly traits: TargetTraits;
  /** Makes a target whose responses have no text although the server finished them. */
  readonly makeEmpty?: () => Target;
  /** Of a target that loads and unloads models in its own process. */
  readonly managed?: ManagedSubject;
}

/** How a target behaves where targets rightly differ. */
export interface TargetTraits {
  /** Whether every response has as many tokens as requested, one an event; otherwise it may end earlier. */
  readonly hasExactLengths: boolean;
  /** Whether the same prompt always gets the same response. */
  readonly isDeterministic: boolean;
  /** Whether it reports token ids. */
  readonly hasTokenIds: boolean;
  /** Whether its counts and texts follow the prompt; a recording repeats itself. */
  readonly readsPrompts: boolean;
  /** How it counts the tokens of a text. */
  readonly tokenCounts: 'words' | 'model' | 'none';
  /** What happens to a prompt longer than the context; absent where the target cannot know. */
  readonly overLong?: 'cut' | 'refused' | 'read';
}

/** What the suite must know of a target that manages its models. */
export interface ManagedSubject {
  /** A second model, whose memory stands out from noise. */
  readonly large: string;
  /** Resident bytes that loading it takes at least. */
  readonly largeBytes: number;
}

/** Of an engine in a child process. */
export const ENGINE_TRAITS: TargetTraits = {
  hasExactLengths: true,
  isDeterministic: true,
  hasTokenIds: true,
  readsPrompts: true,
  tokenCounts: 'words',
  overLong: 'cut',
};

/** More tokens than any test waits for, where nothing bounds a response. */
export const ENDLESS_TOKENS = 1_000_000;

/** A test of targets with a trait; without it there is none, rather than one that is always skipped. */
export function itWhen(hasTrait: boolean): (name: string, test: () => Promise<void>) => void {
  return hasTrait ? it : () => {};
}

/** Starts one target for a group of tests, with its model loaded. */
export function useLoadedTarget({
  model,
  ...subject
}: Pick<ConformanceSubject, 'make' | 'model'>): () => Target {
  let target: Target | undefined;
  beforeAll(async () => {
    target = subject.make();
    await target.start();
    await target.load(model);
  });
  afterAll(async () => target?.stop());
  return () => {
    if (target === undefined) throw new Error('The target did not start.');
    return target;
  };
}

/** Makes targets that are stopped after each test. */
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

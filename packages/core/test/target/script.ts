import type { GenerationRequest } from '../../src/target/target.ts';
import type { ScriptedProcess } from './scripted-process.ts';

/** What becomes of a request. */
export type Behaviour = 'answer' | 'say-nothing' | 'fail' | 'hang' | 'die' | 'bug';

/** What a scripted target does. */
export interface Script {
  readonly models: readonly string[];
  /** Tokens that one context holds; what is offered beyond them is not kept. */
  readonly contextTokens: number;
  /** Bytes of the first model; the second has twice as many, and so on. */
  readonly modelBytes: number;
  readonly loadMs: number;
  /** From the beginning of service to the first token. */
  readonly firstTokenMs: number;
  /** From one token to the next. */
  readonly tokenMs: number;
  /** How long it takes to stop. */
  readonly stopMs: number;
  /** Requests that are served at once; more wait. */
  readonly slots: number;
  readonly start: 'at-once' | 'fail' | 'hang' | 'bug';
  /** What becomes of a request, by its number, the first being 1. */
  readonly behaviour: (request: GenerationRequest, number: number) => Behaviour;
  /** The tokens of a prompt that the same model was asked `before` times already. */
  readonly tokens: (before: number, count: number) => readonly number[];
  /** A real process to sample. */
  readonly process?: ScriptedProcess;
}

/** Two models that answer fast and always the same. */
export const DEFAULT_SCRIPT: Script = {
  models: ['small', 'large'],
  contextTokens: 64,
  modelBytes: 8 * 2 ** 20,
  loadMs: 4,
  firstTokenMs: 2,
  tokenMs: 0.5,
  stopMs: 0,
  slots: 64,
  start: 'at-once',
  behaviour: () => 'answer',
  tokens: (_before, count) => Array.from({ length: count }, (_, index) => index),
};

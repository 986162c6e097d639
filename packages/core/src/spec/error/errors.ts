import * as z from 'zod';
import { asSentence } from './as-sentence.ts';

/** What an error carries besides its message. */
export interface LoadcellErrorOptions extends ErrorOptions {
  /** What to do about it: one imperative sentence, lower case, no period. */
  readonly help?: string;
}

/** The base of every error that Loadcell throws: a stable code, what happened, and what to do about it. */
export class LoadcellError extends Error {
  /** Stable identifier, for programs. */
  readonly code: string;
  /** What happened, without what to do; the message has both. */
  declare readonly summary: string;
  /** What to do, printed on its own line; absent where the message contains it. */
  declare readonly help?: string;

  constructor(code: string, message: string, options?: LoadcellErrorOptions) {
    const help = options?.help;
    super(help === undefined ? message : joinHelp(message, help), options);
    this.code = code;
    this.name = new.target.name;
    // Not enumerable: the message holds them, and a printed error shows it once.
    Object.defineProperty(this, 'summary', { value: message });
    if (help !== undefined) Object.defineProperty(this, 'help', { value: help });
  }
}

/** Joins summary and help, for a place without a second line. */
function joinHelp(summary: string, help: string): string {
  return `${asSentence(summary)} ${help.charAt(0).toUpperCase()}${help.slice(1)}.`;
}

/** The message without its joined help. */
export function withoutHelp(message: string, help: string): string {
  const suffix = joinHelp('', help);
  if (message.endsWith(suffix)) return message.slice(0, -suffix.length);
  // A question keeps its mark.
  const behindQuestion = joinHelp('?', help);
  return message.endsWith(behindQuestion) ? message.slice(0, 1 - behindQuestion.length) : message;
}

/** The user's input or configuration is wrong: nothing was started. */
export class ConfigError extends LoadcellError {
  constructor(message: string, options?: LoadcellErrorOptions) {
    super('CONFIG', message, options);
  }
}

/** Details of a {@link TestError}. */
export interface TestErrorDetails {
  phase: string;
  metric?: string;
  threshold?: number;
  actual?: number;
}

/** A phase failed: it timed out, its target died, or a threshold was crossed. */
export class TestError extends LoadcellError {
  readonly phase: string;
  declare readonly metric?: string;
  declare readonly threshold?: number;
  declare readonly actual?: number;

  constructor(
    message: string,
    details: TestErrorDetails,
    options?: LoadcellErrorOptions & { code?: string },
  ) {
    super(options?.code ?? 'TEST', message, options);
    this.phase = details.phase;
    if (details.metric !== undefined) this.metric = details.metric;
    if (details.threshold !== undefined) this.threshold = details.threshold;
    if (details.actual !== undefined) this.actual = details.actual;
  }
}

/** Details of a {@link ResourceError}. */
export interface ResourceErrorDetails {
  resource: string;
  limit: number;
  actual: number;
}

/** A limit on a resource was crossed. */
export class ResourceError extends LoadcellError {
  readonly resource: string;
  /** The limit, in the unit of the resource (bytes for memory). */
  readonly limit: number;
  /** The measured value, in the same unit. */
  readonly actual: number;

  constructor(message: string, details: ResourceErrorDetails, options?: LoadcellErrorOptions) {
    super('RESOURCE', message, options);
    this.resource = details.resource;
    this.limit = details.limit;
    this.actual = details.actual;
  }
}

/** The fields of {@link TestError} that survive in JSON. */
export const TestErrorSchema: z.ZodType<TestErrorJson, TestErrorJson> = z.object({
  name: z.string(),
  message: z.string(),
  help: z.string().exactOptional(),
  code: z.string().exactOptional(),
  phase: z.string(),
  metric: z.string().exactOptional(),
  threshold: z.number().exactOptional(),
  actual: z.number().exactOptional(),
});

/** The JSON form of a {@link TestError}. */
export interface TestErrorJson extends TestErrorDetails {
  name: string;
  message: string;
  help?: string;
  code?: string;
}

/** The fields of {@link ResourceError} that survive in JSON. */
export const ResourceErrorSchema: z.ZodType<ResourceErrorJson, ResourceErrorJson> = z.object({
  name: z.string(),
  message: z.string(),
  help: z.string().exactOptional(),
  code: z.string().exactOptional(),
  resource: z.string(),
  limit: z.number(),
  actual: z.number(),
});

/** The JSON form of a {@link ResourceError}. */
export interface ResourceErrorJson extends ResourceErrorDetails {
  name: string;
  message: string;
  help?: string;
  code?: string;
}

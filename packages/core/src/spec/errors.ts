import * as z from 'zod';

/** The base of every error that Loadcell throws: a stable code, and a message that says what to do. */
export class LoadcellError extends Error {
  /** Stable identifier, for programs. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** The user's input or configuration is wrong: nothing was started. */
export class ConfigError extends LoadcellError {
  constructor(message: string, options?: ErrorOptions) {
    super('CONFIG', message, options);
  }
}

/** What a {@link TestError} is about. */
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
    options?: ErrorOptions & { code?: string },
  ) {
    super(options?.code ?? 'TEST', message, options);
    this.phase = details.phase;
    if (details.metric !== undefined) this.metric = details.metric;
    if (details.threshold !== undefined) this.threshold = details.threshold;
    if (details.actual !== undefined) this.actual = details.actual;
  }
}

/** What a {@link ResourceError} is about. */
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
  /** What was measured, in the same unit. */
  readonly actual: number;

  constructor(message: string, details: ResourceErrorDetails, options?: ErrorOptions) {
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
  code?: string;
}

/** The fields of {@link ResourceError} that survive in JSON. */
export const ResourceErrorSchema: z.ZodType<ResourceErrorJson, ResourceErrorJson> = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().exactOptional(),
  resource: z.string(),
  limit: z.number(),
  actual: z.number(),
});

/** The JSON form of a {@link ResourceError}. */
export interface ResourceErrorJson extends ResourceErrorDetails {
  name: string;
  message: string;
  code?: string;
}

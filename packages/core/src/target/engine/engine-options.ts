import * as z from 'zod';
import { ConfigError } from '../../spec/error/errors.ts';
import type { EngineSettings } from './engine.ts';

/** What an engine target runs. */
export interface EngineTargetOptions extends EngineSettings {
  /** `llama-cpp`, or a module that exports `createEngine`: a path or package, resolved from the working directory. */
  readonly engine: 'llama-cpp' | { readonly module: string };
}

/** The options, also as sent to the engine process. */
export const EngineTargetOptionsSchema: z.ZodType<EngineTargetOptions> = z.strictObject({
  engine: z.union([z.literal('llama-cpp'), z.strictObject({ module: z.string().min(1) })]),
  models: z
    .array(z.object({ name: z.string().min(1), path: z.string().min(1) }))
    .min(1)
    .refine((models) => new Set(models.map(({ name }) => name)).size === models.length, {
      error: 'expected unique model names',
    }),
  contextTokens: z.int().min(1),
  parallel: z.int().min(1),
  gpu: z.union([z.literal(false), z.enum(['auto', 'cuda', 'vulkan', 'metal'])]),
  threads: z.int().min(1),
});

/** @throws {ConfigError} when the options are invalid */
export function checkEngineOptions(options: EngineTargetOptions): EngineTargetOptions {
  const parsed = EngineTargetOptionsSchema.safeParse(options);
  if (parsed.success) return Object.freeze(parsed.data);
  throw new ConfigError(`invalid engine options:\n${z.prettifyError(parsed.error)}`);
}

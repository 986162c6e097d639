import { chooseThreads } from '../../target/engine/defaults/compute-threads.ts';
import { chooseContextTokens } from '../../target/engine/defaults/context-size.ts';
import { readModelShape } from '../../target/engine/defaults/model-shape.ts';
import { usableMemoryBytes } from '../../target/engine/defaults/usable-memory.ts';
import type { EngineSettings } from '../../target/engine/engine.ts';
import type { TargetConfig } from '../config-schema.ts';

/** Settings of an engine that a configuration may leave to Loadcell. */
export type ChosenSettings = Pick<EngineSettings, 'contextTokens' | 'gpu' | 'threads'>;

/** Settings of the tiny models: small and reproducible on every machine. */
export const TINY_SETTINGS: ChosenSettings = { contextTokens: 512, gpu: false, threads: 1 };

/** Whether the target is the engine with the tiny models that Loadcell generates. */
export function hasTinyModels({
  engine,
  models,
}: Pick<TargetConfig, 'engine' | 'models'>): boolean {
  return engine === 'llama-cpp' && models.length === 0;
}

async function contextFor(
  models: readonly { readonly path: string }[],
  parallel: number,
): Promise<number> {
  const shapes = await Promise.all(models.map(({ path }) => readModelShape(path)));
  const limit = await usableMemoryBytes();
  // All models of a run have one context length, so that their figures compare.
  return Math.min(...shapes.map((shape) => chooseContextTokens(shape, parallel, limit)));
}

/** Completes the settings of a configuration by what suits the models and this machine. */
export async function chooseSettings(
  config: TargetConfig,
  models: readonly { readonly path: string }[],
): Promise<ChosenSettings> {
  const { contextTokens, gpu, threads, parallel } = config;
  const tiny = hasTinyModels(config) ? TINY_SETTINGS : undefined;
  return {
    contextTokens: contextTokens ?? tiny?.contextTokens ?? (await contextFor(models, parallel)),
    gpu: gpu === 'auto' ? (tiny?.gpu ?? gpu) : gpu,
    threads: threads ?? tiny?.threads ?? (await chooseThreads()),
  };
}

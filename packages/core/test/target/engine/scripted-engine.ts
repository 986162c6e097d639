import { fileURLToPath } from 'node:url';
import {
  EngineTarget,
  type EngineProcessBounds,
} from '../../../src/target/engine/engine-target.ts';

/** Behavior of a scripted model: see the fixture. */
export interface ModelScript {
  readonly bytes?: number;
  readonly failure?: 'load' | 'crash' | 'slow-load';
}

/** The path of a fixture. */
export function findFixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}

/** A target that runs the scripted engine, with one model per script. */
export function createScriptedTarget(
  scripts: Readonly<Record<string, ModelScript>>,
  bounds: Partial<EngineProcessBounds> = {},
): EngineTarget {
  const models = Object.entries(scripts).map(([name, script]) => ({
    name,
    path: JSON.stringify(script),
  }));
  return new EngineTarget(
    {
      engine: { module: findFixture('scripted-engine.mjs') },
      models,
      contextTokens: 64,
      parallel: 3,
      gpu: false,
      threads: 1,
    },
    bounds,
  );
}

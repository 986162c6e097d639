import { EngineTarget } from '../../../../src/target/engine/engine-target.ts';
import { ensureTinyModels } from '../../../../src/target/tiny-model/ensure-tiny-models.ts';
import { describeTargetConformance } from '../../conformance.ts';

const models = await ensureTinyModels();
const [small, large] = models;
const settings = { contextTokens: 256, sequences: 3, gpu: false, threads: 1 } as const;

describeTargetConformance('llama.cpp', {
  make: () => new EngineTarget({ engine: 'llama-cpp', models, ...settings }),
  small: small.name,
  large: large.name,
  largeBytes: large.bytes,
  sequences: settings.sequences,
  contextTokens: settings.contextTokens,
});

import { EngineTarget } from '../../../../src/target/engine/engine-target.ts';
import { ensureTinyModels } from '../../../../src/target/tiny-model/ensure-tiny-models.ts';
import { ENDLESS_TOKENS, ENGINE_TRAITS } from '../../conformance/subject.ts';
import { describeTargetConformance } from '../../conformance.ts';

const models = await ensureTinyModels();
const [small, large] = models;
const settings = { contextTokens: 256, parallel: 3, gpu: false, threads: 1 } as const;

describeTargetConformance('llama.cpp', {
  make: () => new EngineTarget({ engine: 'llama-cpp', models, ...settings }),
  kind: 'llama-cpp',
  model: small.name,
  parallel: settings.parallel,
  contextTokens: settings.contextTokens,
  overLongWords: 3 * settings.contextTokens,
  endlessTokens: ENDLESS_TOKENS,
  traits: ENGINE_TRAITS,
  managed: { large: large.name, largeBytes: large.bytes },
});

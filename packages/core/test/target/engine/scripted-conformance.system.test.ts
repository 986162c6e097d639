import { describeTargetConformance } from '../conformance.ts';
import { ENDLESS_TOKENS, ENGINE_TRAITS } from '../conformance/subject.ts';
import { createScriptedTarget } from './scripted-engine.ts';

const LARGE_BYTES = 48 * 1024 * 1024;

describeTargetConformance('a scripted engine', {
  make: () => createScriptedTarget({ small: {}, large: { bytes: LARGE_BYTES } }),
  kind: 'scripted',
  model: 'small',
  parallel: 3,
  contextTokens: 64,
  overLongWords: 200,
  endlessTokens: ENDLESS_TOKENS,
  traits: ENGINE_TRAITS,
  managed: { large: 'large', largeBytes: LARGE_BYTES },
});

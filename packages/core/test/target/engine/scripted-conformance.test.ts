import { describeTargetConformance } from '../conformance.ts';
import { createScriptedTarget } from './scripted-engine.ts';

const LARGE_BYTES = 48 * 1024 * 1024;

describeTargetConformance('a scripted engine', {
  make: () => createScriptedTarget({ small: {}, large: { bytes: LARGE_BYTES } }),
  small: 'small',
  large: 'large',
  largeBytes: LARGE_BYTES,
  sequences: 3,
  contextTokens: 64,
});

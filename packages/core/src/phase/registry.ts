import { baseline } from './baseline.ts';
import { crossModel } from './cross-model.ts';
import { load } from './load.ts';

/** Every phase by name, in the order of a run. A new phase is one file and one line here. */
export const PHASES = {
  [baseline.name]: baseline,
  [crossModel.name]: crossModel,
  [load.name]: load,
} as const;

import * as z from 'zod';
import { changeTexts, FILE_PLACES } from '../../config/file-places.ts';
import { parseConfig, type RunConfig } from '../../config/parse-config.ts';
import { LoadcellError } from '../../spec/error/errors.ts';
import type { Slice } from '../../workload/slice/slice.ts';
import type { RunOffer } from '../protocol/offer.ts';
import { heldKeysOf } from './held-keys.ts';
import { refusedVariables } from './plan-secrets.ts';

/** A plan that this machine may run, or a clause that follows the name of the agent. */
export type CheckedPlan =
  | { readonly config: RunConfig; readonly refusal?: undefined }
  | {
      readonly config?: undefined;
      readonly code: 'held-keys' | 'invalid';
      readonly refusal: string;
    };

/** What this machine makes of a plan. */
export interface PlanPlace {
  /** Absolute folder for the files of the plan. */
  readonly filesDir: string;
  /** Folder for the run directory. */
  readonly outputDir: string;
  readonly slice: Slice;
  /** Names of environment variables that the plan may use. */
  readonly allowedEnv: readonly string[];
}

const PlanSchema = z.record(z.string(), z.unknown());

/** A plan for a server that already runs, or for its replicas. */
const PlanOfServerSchema = z.looseObject({
  target: z.union([
    z.looseObject({ url: z.string() }),
    z.looseObject({ urls: z.array(z.string()).min(1) }),
  ]),
});

/**
 * Checks a plan from the bus and makes it the configuration of a run on this machine. Files that it names are those of the
 * offer, in `filesDir`; it can name no other.
 * @param text JSON
 */
export function checkPlan(text: string, offer: RunOffer, place: PlanPlace): CheckedPlan {
  const plan = readPlan(text);
  if (plan === undefined) return { code: 'invalid', refusal: 'got a plan that is no object' };
  const held = heldKeysOf(plan);
  if (held.length > 0) {
    return { code: 'held-keys', refusal: `takes no ${held.join(', ')} from the bus` };
  }
  if (!PlanOfServerSchema.safeParse(plan).success) {
    return { code: 'held-keys', refusal: 'starts no server and no engine for the bus' };
  }
  const names = offer.files.map(({ name }) => name);
  const strange = strangeFiles(plan, names);
  if (strange.length > 0) {
    return {
      code: 'held-keys',
      refusal: `reads no file of its own for the bus: ${strange.join(', ')}`,
    };
  }
  return localPlan(plan, place);
}

function localPlan(
  plan: Readonly<Record<string, unknown>>,
  { filesDir, outputDir, slice, allowedEnv }: PlanPlace,
): CheckedPlan {
  const local = FILE_PLACES.reduce<unknown>(
    (result, at) => changeTexts(result, at, (name) => `${filesDir}/${name}`),
    plan,
  );
  let config: RunConfig;
  try {
    config = parseConfig({ ...PlanSchema.parse(local), outputDir }, { slice, isJoined: true });
  } catch (error) {
    const reason = error instanceof LoadcellError ? error.summary : String(error);
    return { code: 'invalid', refusal: `cannot run the plan: ${reason}` };
  }
  const refused = refusedVariables(config, allowedEnv);
  if (refused.length === 0) return { config };
  return {
    code: 'held-keys',
    refusal: `does not allow ${refused.join(', ')} of its environment; pass --allow-env there`,
  };
}

function readPlan(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return PlanSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Files that the plan names and the offer does not bring. A name can be that of a folder of brought files. */
function strangeFiles(plan: unknown, names: readonly string[]): string[] {
  const strange: string[] = [];
  const look = (name: string): string => {
    const isBrought = names.some((one) => one === name || one.startsWith(`${name}/`));
    if (!isBrought) strange.push(name);
    return name;
  };
  for (const at of FILE_PLACES) changeTexts(plan, at, look);
  return strange;
}

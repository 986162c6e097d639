import type { BusObjects } from '../../bus/bus.ts';
import type { RunOffer } from '../../protocol/offer.ts';
import type { NamedFile } from './named-files.ts';

/** Name of the plan in the object store of the run. */
const PLAN_OBJECT = 'plan.json';

/** Stores the plan of a run and its files where agents find them. @returns what an offer says of them */
export async function storePlan(
  objects: BusObjects,
  text: string,
  files: readonly NamedFile[],
): Promise<Pick<RunOffer, 'plan' | 'files'>> {
  const plan = await objects.putText(PLAN_OBJECT, text);
  const stored: RunOffer['files'] = [];
  for (const { name, path } of files) {
    const { name: object, bytes, sha256 } = await objects.putFile(`plan/${name}`, path);
    stored.push({ name, bytes, sha256, object });
  }
  return { plan: { object: plan.name, sha256: plan.sha256 }, files: stored };
}

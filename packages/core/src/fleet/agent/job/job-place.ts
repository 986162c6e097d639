import type { Bus, BusKv, BusObjects } from '../../bus/bus.ts';
import type { RunOffer } from '../../protocol/offer.ts';
import type { AgentIdentity } from '../agent-options.ts';

/** Where a job runs. */
export interface JobPlace {
  readonly bus: Bus;
  readonly fleet: string;
  readonly identity: AgentIdentity;
  /** Bucket of the run. */
  readonly kv: BusKv;
  /** Store of the run. */
  readonly objects: BusObjects;
  readonly offer: RunOffer;
  /** Folder for run directories of this machine. */
  readonly outputDir: string;
  /** Folder for the files of the plan; it is removed after the run. */
  readonly filesDir: string;
}

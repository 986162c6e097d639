import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { AccompaniedRun, RunCompanion } from '../../../runner/run-companion.ts';
import { writeFileAtomically } from '../../../stream/files/atomic-file.ts';
import { RUN_FILES } from '../../../stream/files/run-directory.ts';
import { FleetClock } from '../../clock/fleet-clock.ts';
import type { JobPlace } from './job-place.ts';

/** Records the exchanges of clocks in the run directory, and whose directory it is. */
export class JobCompanion implements RunCompanion {
  readonly clock: FleetClock;
  readonly #place: JobPlace;
  readonly #signal: AbortSignal;
  readonly #onEnded: () => void;
  #runDir: string | undefined;

  /** @param onEnded called once the phases have ended, before the last exchanges */
  constructor(place: JobPlace, signal: AbortSignal, onEnded: () => void) {
    const { bus, fleet, offer } = place;
    this.clock = new FleetClock({ bus, fleet, runId: offer.runId });
    this.#place = place;
    this.#signal = signal;
    this.#onEnded = onEnded;
  }

  /** The run directory; absent before the recording. */
  get runDir(): string | undefined {
    return this.#runDir;
  }

  async begin({ runDir, record }: AccompaniedRun): Promise<void> {
    this.#runDir = runDir;
    await this.#nameWorker(runDir);
    this.clock.begin((exchange) =>
      record({ kind: 'clock-exchanged', atNs: exchange.receivedNs, ...exchange }),
    );
  }

  async end(): Promise<void> {
    this.#onEnded();
    await this.clock.conclude(this.#signal);
  }

  /** Adds the worker to run.json. */
  async #nameWorker(runDir: string): Promise<void> {
    const { identity, offer } = this.#place;
    const path = join(runDir, RUN_FILES.run);
    const file = z.looseObject({}).parse(JSON.parse(await readFile(path, 'utf8')));
    const worker = {
      machine: identity.name,
      bootId: identity.bootId,
      roles: [offer.role],
      ...(offer.slice === undefined ? {} : { slice: offer.slice }),
      runId: offer.runId,
    };
    await writeFileAtomically(path, `${JSON.stringify({ ...file, worker }, null, 2)}\n`);
  }
}

import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';
import { growthBetween } from '../survey-reading.ts';

/** A load is cold when more than this share of the model came from storage. */
const SHARE = 0.5;

export const coldPageCache: FindingDefinition = {
  name: 'cold-page-cache',
  meaning: 'A model load read its weights from storage, because the page cache was cold.',
  section: 'contexts',
  look: inEachPhase(({ streams }) =>
    modelLoadsOf(streams).flatMap(({ model, bytes, fromNs, toNs }) => {
      const read = growthBetween(streams, 'processIo.storageReadBytes', { fromNs, toNs });
      if (!(read > SHARE * bytes)) return [];
      return [
        {
          severity: 'note',
          finding: `The page cache was cold when ${model} was loaded: weights came from storage`,
          evidence: [
            figure('read', 'bytes', read),
            figure('model', 'bytes', bytes),
            figure('load', 'ms', (toNs - fromNs) / 1e6),
          ],
          advice:
            'The load time is that of the disk, as after a restart of the machine. Load the model once before to measure a warm cache.',
        },
      ];
    }),
  ),
};

function modelLoadsOf({ events }: PhaseStreams) {
  return events.flatMap((event) => {
    if (event.kind !== 'model-loaded') return [];
    const { model, bytes, atNs } = event;
    const loading = events.findLast(
      (one) => one.kind === 'model-loading' && one.model === model && one.atNs <= atNs,
    );
    return loading === undefined ? [] : [{ model, bytes, fromNs: loading.atNs, toNs: atNs }];
  });
}

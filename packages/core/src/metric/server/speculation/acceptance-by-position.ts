import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import { formatRatio } from '../../format/format-value.ts';
import { quantityDelta } from '../quantity-delta.ts';
import { seriesOf } from '../server-series.ts';

const ACCEPTED = 'specDecodeAcceptedTokensByPosition';
const DRAFTED = 'specDecodeDraftTokensByPosition';

/**
 * Share of the draft tokens at each position that were accepted, summed over engines, as a remark; undefined where the
 * server does not count positions. A draft has one token at a position, unless the server counts those too.
 */
export function acceptanceByPosition(phase: PhaseStreams): string | undefined {
  const positions = [...new Set(seriesOf(phase, ACCEPTED).map(({ labels }) => positionOf(labels)))]
    .filter((position) => position !== undefined)
    .toSorted((one, other) => one - other);
  const drafts = increaseOf(phase, 'specDecodeDrafts');
  const shares = positions.map((position) => {
    const accepted = increaseOf(phase, ACCEPTED, position);
    const drafted = increaseOf(phase, DRAFTED, position);
    return accepted / (Number.isNaN(drafted) ? drafts : drafted);
  });
  if (shares.length === 0 || shares.some((share) => !Number.isFinite(share))) return undefined;
  return `by position in the draft: ${shares.map((share) => formatRatio(share)).join(', ')}`;
}

/** `NaN` where it is not known. */
function increaseOf(phase: PhaseStreams, quantity: string, position?: number): number {
  const delta = quantityDelta(phase, quantity, {
    holds: ({ labels }) => position === undefined || positionOf(labels) === position,
  });
  return delta.kind === 'found' ? delta.value.value : Number.NaN;
}

function positionOf(labels: Readonly<Record<string, string>>): number | undefined {
  const position = labels['position'];
  return position === undefined ? undefined : Number(position);
}

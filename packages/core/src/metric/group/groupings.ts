import type { RequestRow } from '../../stream/rows/request-row.ts';

/** A property by which the requests of a stage are reported apart. */
export interface Grouping {
  /** As results have it. */
  readonly by: string;
  /** Heading of its tables. */
  readonly label: string;
  /** Whether its groups begin with a number, by which they are in order; else in the order in which they appear. */
  readonly isNumbered?: true;
  /** The group of a request; empty for none. */
  readonly groupOf: (row: RequestRow) => string;
}

/** Turns after this one are one group: long conversations would have hundreds. */
const LAST_TURN = 16;

/** Every grouping, in the order of reports. A new one is one entry here. */
export const GROUPINGS: readonly Grouping[] = [
  { by: 'model', label: 'model', groupOf: ({ model }) => model },
  { by: 'replica', label: 'replica', groupOf: ({ replica }) => replica },
  { by: 'api', label: 'API', groupOf: ({ api }) => api },
  {
    by: 'turn',
    label: 'turn',
    isNumbered: true,
    groupOf: ({ turn }) => {
      if (Number.isNaN(turn)) return '';
      return turn > LAST_TURN ? `${LAST_TURN + 1}+` : `${turn}`;
    },
  },
  {
    by: 'conversation',
    label: 'conversation',
    groupOf: ({ turn }) => {
      if (Number.isNaN(turn)) return 'single request';
      return turn === 1 ? 'first turn' : 'later turn';
    },
  },
];

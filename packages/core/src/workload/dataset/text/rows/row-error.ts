import type { RowFault } from '../../dataset.ts';

/** Why a row cannot be sent. Readers of fields throw it; {@link readRows} makes it a fault of the row's line. */
export class RowError extends Error {
  readonly kind: RowFault['kind'];

  constructor(reason: string, kind: RowFault['kind'] = 'unreadable') {
    super(reason);
    this.name = 'RowError';
    this.kind = kind;
  }
}

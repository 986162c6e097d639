import type { DatasetFormat } from '../dataset.ts';
import { isObject, listAt, objectAt } from './fields/json-fields.ts';
import { bodyTurn } from './fields/body/request-body.ts';
import { nameOf } from './rows/name-of.ts';
import { readRows } from './rows/read-rows.ts';

/** The `inputs.json` of AIPerf: sessions with the bodies of their requests, sent as recorded. */
export const aiperfInputs: DatasetFormat = {
  name: 'aiperf-inputs',
  title: 'sessions of recorded bodies (inputs.json of AIPerf)',
  recognizes: ({ record }) => isObject(record) && Array.isArray(record['payloads']),
  read: (records, options) =>
    readRows(records, (row) => {
      const session = objectAt(row.value, 'session');
      const bodies = listAt(session['payloads'], 'payloads');
      return {
        label: nameOf(row, session, 'session_id') ?? '',
        history: 'none',
        turns: bodies.map((body, index) => {
          const at = `payloads[${index}]`;
          return bodyTurn(objectAt(body, at), at, row.line, options);
        }),
      };
    }),
};

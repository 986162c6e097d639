import type { DatasetFormat } from '../dataset.ts';
import { chatShapeOf } from './fields/chat/chat-shape.ts';
import { objectAt } from './fields/json-fields.ts';
import { bodyTurn } from './fields/body/request-body.ts';
import { readRows } from './rows/read-rows.ts';

/** Bodies of requests, sent as recorded; also SGLang's `openai` data sets. */
export const aiperfRawPayload: DatasetFormat = {
  name: 'aiperf-raw-payload',
  title: 'bodies of requests (raw_payload of AIPerf)',
  recognizes: ({ record }) => chatShapeOf(record) === 'body',
  read: (records, options) =>
    readRows(records, ({ line, value }) => ({
      label: '',
      history: 'none',
      turns: [bodyTurn(objectAt(value, 'body'), 'body', line, options)],
    })),
};

import { countOf, isSuccessful } from '../measure/service-requests.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOfOne } from '../measure/reading.ts';
import { hitsOf, SHARE_OF_REQUESTS } from '../measure/share-of-requests.ts';

function isMatch({ schemaCheck }: RequestRow): boolean {
  return schemaCheck === 'match';
}

/** Whether a response was whole, so that it can be held against its schema. */
function isChecked(row: RequestRow): boolean {
  return isSuccessful(row) && (isMatch(row) || row.schemaCheck === 'mismatch');
}

/** Share of responses that match the JSON schema of their requests. */
export const schemaValidity: MetricDefinition = {
  name: 'schemaValidity',
  label: 'responses matching the schema',
  aliases: [],
  ...SHARE_OF_REQUESTS,
  better: 'higher',
  description:
    'Share of successful responses that match the JSON schema of --output-schema; responses that the limit on output tokens cut are counted apart, and failed requests do not count.',
  formula: 'responses that match / responses that match or do not',
  read: ({ requests }) => {
    const checked = requests.filter(isChecked);
    const cut = countOf(requests, (row) => isSuccessful(row) && row.schemaCheck === 'cut');
    const reason =
      cut === 0
        ? 'no successful request demanded a JSON schema'
        : 'the limit on output tokens cut every response';
    return readingOfOne(countOf(checked, isMatch) / checked.length, reason, {
      ...noteOf(
        cut === 0
          ? undefined
          : `${cut} more ${cut === 1 ? 'response was' : 'responses were'} cut at the limit on output tokens`,
      ),
      hits: () => hitsOf(checked, isMatch),
    });
  },
};

import { countOf, isSuccessful } from '../../../metric/measure/service-requests.ts';
import { figure, inEachStage, type FindingDefinition } from '../finding.ts';
import { quoted } from '../quoted.ts';

/** Characters of a response that the finding quotes: its beginning shows what came. */
const QUOTED = 60;

export const schemaMismatches: FindingDefinition = {
  name: 'schema-mismatches',
  meaning:
    'Successful responses do not match the JSON schema that their requests demand: the server does not enforce it, or not all of it. Responses cut at the limit on output tokens do not count.',
  section: 'errors',
  look: inEachStage(({ streams: { requests, events }, result }) => {
    const mismatches = countOf(
      requests,
      (row) => isSuccessful(row) && row.schemaCheck === 'mismatch',
    );
    if (mismatches === 0) return [];
    const first = events
      .filter((event) => event.kind === 'schema-mismatch')
      .find(({ stage }) => stage === result.name);
    return [
      {
        severity: 'warning',
        finding: `Responses do not match the JSON schema${first === undefined ? '' : `, such as${quoted(first.example.slice(0, QUOTED))} (${first.reason})`}`,
        evidence: [
          figure('mismatches', 'count', mismatches),
          figure(
            'of',
            'count',
            countOf(requests, (row) => isSuccessful(row) && row.schemaCheck !== ''),
          ),
        ],
        advice:
          'Check that the server supports structured output (response_format: json_schema) and every keyword of the schema.',
      },
    ];
  }),
};

import { countOf, isAnswered } from '../../metric/service-requests.ts';
import { figure, inEachPhase, type Rule } from './rule.ts';

/** Tokens that were counted by the events that carried them, since neither host nor tokenizer told. */
export const tokensByChunks: Rule = {
  name: 'tokens-by-chunks',
  severity: 'notable',
  section: 'throughput',
  look: inEachPhase(({ streams }) => {
    const { requests } = streams;
    const byChunks = countOf(
      requests,
      (row) => row.tokenCountSource === 'chunks' && isAnswered(row),
    );
    if (byChunks === 0) return [];
    return [
      {
        finding: 'Tokens were counted by events, and a host may put several into one',
        evidence: [figure('of the requests', 'ratio', byChunks / countOf(requests, isAnswered))],
        advice:
          'Throughput and time per token may be off by that: let the host tell its usage (stream_options.include_usage), or give it a tokenizer endpoint.',
      },
    ];
  }),
};

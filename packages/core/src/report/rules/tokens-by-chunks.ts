import { answeredRequests } from '../../metric/service-requests.ts';
import { figure, inEachPhase, type Rule } from './rule.ts';

/** Tokens that were counted by the events that carried them, since neither host nor tokenizer told. */
export const tokensByChunks: Rule = {
  name: 'tokens-by-chunks',
  severity: 'notable',
  section: 'throughput',
  look: inEachPhase(({ streams }) => {
    const answered = answeredRequests(streams);
    const byChunks = answered.filter(({ tokenCountSource }) => tokenCountSource === 'chunks');
    if (byChunks.length === 0) return [];
    return [
      {
        finding: 'Tokens were counted by events, and a host may put several into one',
        evidence: [figure('of the requests', 'ratio', byChunks.length / answered.length)],
        advice:
          'Throughput and time per token may be off by that: let the host tell its usage (stream_options.include_usage), or give it a tokenizer endpoint.',
      },
    ];
  }),
};

import { formatNumber } from '../../../metric/format/format-value.ts';
import { inEachPhase, type FindingDefinition } from '../finding.ts';

export const conversationsCut: FindingDefinition = {
  name: 'conversations-cut',
  meaning:
    'Conversations ended before their last turn, because a response of this run cannot be continued as the data set has it: the model called other tools than those that the data set answers.',
  section: 'dataQuality',
  look: inEachPhase(({ streams: { events } }) =>
    events.flatMap((event) => {
      if (event.kind !== 'conversations-cut') return [];
      const { stage, reason, count } = event;
      const conversations = count === 1 ? '1 conversation' : `${formatNumber(count)} conversations`;
      return [
        {
          stage,
          severity: 'warning',
          finding: `${conversations} ended before their last turn: ${reason}`,
          evidence: [],
          advice: 'Use recorded history (--history recorded) for the same work in every run.',
        },
      ];
    }),
  ),
};

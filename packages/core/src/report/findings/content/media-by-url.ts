import { inEachPhase, type FindingDefinition } from '../finding.ts';
import { quoted } from '../quoted.ts';

export const mediaByUrl: FindingDefinition = {
  name: 'media-by-url',
  meaning:
    'Requests named pictures, recordings or videos by URL: the server downloads them within the request, so latencies include the speed of another server.',
  section: 'dataQuality',
  look: inEachPhase(({ streams: { events } }) => {
    const first = events.find((event) => event.kind === 'media-by-url');
    if (first === undefined) return [];
    return [
      {
        severity: 'warning',
        finding: `The server downloads media by URL within requests, such as${quoted(first.url)}`,
        evidence: [],
        advice: 'Download the files and name their paths to measure the server alone.',
      },
    ];
  }),
};

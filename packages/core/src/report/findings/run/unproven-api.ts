import { UNPROVEN_API_NAMES } from '../../../spec/api-name.ts';
import { inEachPhase, type FindingDefinition } from '../finding.ts';

export const unprovenApi: FindingDefinition = {
  name: 'unproven-api',
  meaning: 'Loadcell was tested with this API on its mock server alone, never on a real one.',
  section: 'errors',
  look: inEachPhase(({ streams: { requests } }) => {
    const used = UNPROVEN_API_NAMES.filter((name) => requests.some(({ api }) => api === name));
    return used.map((api) => ({
      severity: 'note',
      finding: `Loadcell was tested with api "${api}" on its mock server alone`,
      evidence: [],
      advice: 'Compare the counts and times of a few requests with those of the server.',
    }));
  }),
};

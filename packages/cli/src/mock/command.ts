import type { CommandDefinition } from '../command-definition.ts';
import { MOCK_FLAGS } from './flags.ts';

/** Starts a mock server with known timing, to check any client against. */
export const mockCommand: CommandDefinition = {
  name: 'mock',
  summary: 'start a mock server with known timing to check a client',
  operands: [],
  flags: MOCK_FLAGS,
  notes: [
    'APIs: /v1/chat/completions, /v1/completions, /v1/responses, /v1/messages.',
    'Loadcell is tested with each of them on real vLLM servers, too.',
    'Audio, tested on this server alone: /v1/audio/transcriptions, /v1/audio/speech.',
  ],
  loadAction: async () => {
    const { serveMock } = await import('./serve-mock.ts');
    return serveMock;
  },
};

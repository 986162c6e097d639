import type { CommandDefinition } from '../command-definition.ts';
import { MOCK_FLAGS } from './flags.ts';

/** Serves answers of known timing, so that any client can be checked against it. */
export const mockCommand: CommandDefinition = {
  name: 'mock',
  summary: 'serve answers of exactly known timing, to check a client with',
  operands: [],
  flags: MOCK_FLAGS,
  loadAction: async () => {
    const { serveMock } = await import('./serve-mock.ts');
    return serveMock;
  },
};

import type { CommandDefinition } from '../command-definition.ts';
import { MOCK_FLAGS } from './flags.ts';

/** Starts a mock server with known timing, to check any client against. */
export const mockCommand: CommandDefinition = {
  name: 'mock',
  summary: 'start a mock server with known timing to check a client',
  operands: [],
  flags: MOCK_FLAGS,
  loadAction: async () => {
    const { serveMock } = await import('./serve-mock.ts');
    return serveMock;
  },
};

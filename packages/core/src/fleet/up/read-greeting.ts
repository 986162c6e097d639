import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import * as z from 'zod';

/** The first line that a NATS server sends. Other fields are not needed. */
const GreetingSchema = z.object({ version: z.string(), jetstream: z.boolean().default(false) });

/** What a NATS server says about itself. */
export type BusGreeting = z.infer<typeof GreetingSchema>;

const SILENCE_MS = 2000;

/**
 * Connects, and reads the greeting.
 * @returns undefined when nothing listens there, or it is no NATS server
 */
export async function readGreeting(
  address: string,
  port: number,
): Promise<BusGreeting | undefined> {
  const socket = connect({ host: address, port });
  socket.setTimeout(SILENCE_MS, () => socket.destroy());
  // A refused connection ends the lines.
  socket.on('error', () => {});
  try {
    return await new Promise((resolve) => {
      const lines = createInterface({ input: socket });
      lines.on('error', () => {});
      lines.once('line', (line) => resolve(parseGreeting(line)));
      socket.once('close', () => resolve(undefined));
    });
  } finally {
    socket.destroy();
  }
}

function parseGreeting(line: string): BusGreeting | undefined {
  const [, json = ''] = /^INFO (\{.*\})\s*$/.exec(line) ?? [];
  try {
    return GreetingSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

import { once } from 'node:events';

/** Options of this process. */
export async function readOptions() {
  const [options] = await once(process, 'message');
  return options;
}

/** Sends the result to the section, and lets this process end. @param {object} result */
export function report(result) {
  process.send(result, () => process.disconnect());
}

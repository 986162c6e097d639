import { DEVICE_QUANTITIES } from './quantity/device-quantities.ts';
import type { Quantity } from './quantity/quantity.ts';
import { REQUEST_QUANTITIES } from './quantity/request-quantities.ts';
import { TIME_QUANTITIES } from './quantity/time-quantities.ts';
import { TOKEN_QUANTITIES } from './quantity/token-quantities.ts';

/**
 * All that Loadcell knows to read from a server: unit and kind of each quantity, and how the series of several engines
 * combine. A server reports some of them, under other names.
 */
export const QUANTITIES = {
  ...REQUEST_QUANTITIES,
  ...TOKEN_QUANTITIES,
  ...TIME_QUANTITIES,
  ...DEVICE_QUANTITIES,
} satisfies Readonly<Record<string, Quantity>>;

export type QuantityName = keyof typeof QUANTITIES;
export type { Quantity };

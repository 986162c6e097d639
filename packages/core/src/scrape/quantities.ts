import { DEVICE_QUANTITIES } from './quantity/device-quantities.ts';
import type { Quantity } from './quantity/quantity.ts';
import { REQUEST_QUANTITIES } from './quantity/request-quantities.ts';
import { TIME_QUANTITIES } from './quantity/time-quantities.ts';
import { TOKEN_QUANTITIES } from './quantity/token-quantities.ts';

/**
 * Every quantity that Loadcell can read from a server: its unit and kind, and how the series of several engines combine. Each
 * server reports some of them, under its own names.
 */
export const QUANTITIES = {
  ...REQUEST_QUANTITIES,
  ...TOKEN_QUANTITIES,
  ...TIME_QUANTITIES,
  ...DEVICE_QUANTITIES,
} satisfies Readonly<Record<string, Quantity>>;

/** Name of a quantity that a server can report. */
export type QuantityName = keyof typeof QUANTITIES;
export type { Quantity };

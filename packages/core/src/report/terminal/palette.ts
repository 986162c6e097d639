/** How a terminal sets text off. The functions of picocolors fit as they are. */
export interface Palette {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

const asIs = (text: string): string => text;

/** Sets nothing off: for files, pipes and NO_COLOR. */
export const PLAIN_PALETTE: Palette = {
  bold: asIs,
  dim: asIs,
  red: asIs,
  green: asIs,
  yellow: asIs,
};

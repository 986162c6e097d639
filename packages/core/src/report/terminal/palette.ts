/** How a terminal highlights text. The functions of picocolors fit. */
export interface Palette {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

const asIs = (text: string): string => text;

/** No highlighting: for files, pipes and NO_COLOR. */
export const PLAIN_PALETTE: Palette = {
  bold: asIs,
  dim: asIs,
  red: asIs,
  green: asIs,
  yellow: asIs,
};

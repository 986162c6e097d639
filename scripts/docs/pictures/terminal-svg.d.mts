export function drawTerminal(output: string, columns: number): string;

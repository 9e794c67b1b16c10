/** Writes one line of progress or a problem to stderr; stdout is for results. */
export const logInfo = (line: string): void => void process.stderr.write(`${line}\n`);

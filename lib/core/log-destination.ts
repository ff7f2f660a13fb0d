/**
 * Where logs go: the process's output. Pino's own destination tries for ever, blocking the process, when whoever read
 * the output has gone (seen with sonic-boom 5: a server that no signal could end any more); Node's stream reports
 * that as an error event, which server.ts ignores.
 */
export const logDestination = {
  write(line: string): void {
    process.stdout.write(line);
  },
};

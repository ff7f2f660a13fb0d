/**
 * How Node runs the server. What a request makes lives for some turns of a busy event loop: with Node's young generation
 * of 16 MB much of it would be moved to the old one, whose collection stops the server for longer.
 */
export const serverArguments = ["--max-semi-space-size=64", "server.ts"];

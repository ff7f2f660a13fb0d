import { expect, type BrowserContext } from "@playwright/test";

/**
 * Watches every page of a journey: none may write an error to the console, throw, violate the content security policy
 * (which the console tells) or ask another host for anything.
 */
export class Guard {
  readonly #hosts: Set<string>;
  readonly #complaints: string[] = [];
  readonly #allowed: RegExp[] = [];

  /** @param urls where the servers of the journey are */
  constructor(...urls: string[]) {
    this.#hosts = new Set(urls.map((url) => new URL(url).host));
  }

  watch(context: BrowserContext): void {
    context.on("console", (message) => {
      if (message.type() === "error") this.#complain(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => this.#complain(`thrown: ${error.error().stack ?? error.error().message}`));
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (/^(?:https?|wss?):$/.test(url.protocol) && !this.#hosts.has(url.host)) this.#complain(`request to another host: ${request.url()}`);
    });
  }

  /** Lets pages write to one more server. */
  allowHost(url: string): void {
    this.#hosts.add(new URL(url).host);
  }

  /** Names errors that belong to the journey, such as a request that is meant to be refused. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  /** Fails when something was seen that isn't allowed. */
  check(): void {
    expect(this.#complaints.filter((complaint) => !this.#allowed.some((pattern) => pattern.test(complaint)))).toEqual([]);
  }

  #complain(complaint: string): void {
    this.#complaints.push(complaint);
  }
}

/** Somebody who doesn't say so again within this time no longer types (milliseconds). */
const expiryMs = 6_000;

export type TypingPerson = { userId: string; name: string };

/** Who types just now. Nobody types for ever: a lost "stop" runs out. */
export class TypingIndicators {
  private people: readonly TypingPerson[] = [];
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly onChange: () => void;

  constructor(onChange: () => void) {
    this.onChange = onChange;
  }

  /** The same array until it changes. */
  get(): readonly TypingPerson[] {
    return this.people;
  }

  start(person: TypingPerson): void {
    clearTimeout(this.timers.get(person.userId));
    this.timers.set(person.userId, setTimeout(() => this.stop(person.userId), expiryMs));
    if (!this.people.some(({ userId }) => userId === person.userId)) this.change([...this.people, person]);
  }

  stop(userId: string): void {
    clearTimeout(this.timers.get(userId));
    this.timers.delete(userId);
    if (this.people.some((person) => person.userId === userId)) this.change(this.people.filter((person) => person.userId !== userId));
  }

  clear(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    if (this.people.length) this.change([]);
  }

  private change(people: readonly TypingPerson[]): void {
    this.people = people;
    this.onChange();
  }
}

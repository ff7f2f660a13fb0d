/** Brings the reader to a message of a conversation. */
type JumpTo = (messageId: string) => void;

/** The conversation that the page shows, for what stands outside of it and leads to its messages. */
export class OpenConversation {
  private shown: { sessionId: string; jumpTo: JumpTo } | null = null;

  /** Takes the conversation that is shown, until what is returned is called. */
  show(sessionId: string, jumpTo: JumpTo): () => void {
    const mine = { sessionId, jumpTo };
    this.shown = mine;
    return () => {
      // The next one may have come before this one went.
      if (this.shown === mine) this.shown = null;
    };
  }

  /**
   * Goes to a message of the conversation that is shown. An address can't do that twice in a row: going where one is
   * already changes nothing.
   * @returns false when another one is shown, or none
   */
  jumpTo(sessionId: string, messageId: string): boolean {
    if (this.shown?.sessionId !== sessionId) return false;
    this.shown.jumpTo(messageId);
    return true;
  }
}

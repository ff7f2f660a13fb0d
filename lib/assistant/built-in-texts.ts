/** Every text of the built-in assistant, in one place so that it can be translated. Markdown. */
export const builtInTexts = {
  whatIAm: "I'm the built-in assistant: I quote your documents, I don't generate text.",
  found: (count: number) => (count === 1 ? "This is the passage that fits your question best:" : "These are the passages that fit your question best:"),
  source: (title: string, page: number) => `— *${title}*, page ${page}`,
  cannotSee: (count: number) => (count === 1 ? "I can't see pictures, so I don't know what yours shows." : "I can't see pictures, so I don't know what yours show."),
  cannotRead: (names: string[]) => `I could not read ${names.map((name) => `*${name}*`).join(", ")}, so I quote nothing of it.`,

  noDocuments: "This project has no documents yet, so there is nothing that I could quote. Add a PDF, a text or a Markdown file to its knowledge, and I will look there.",
  documentsWaiting: "The documents of this project are still being read, so there is nothing that I could quote yet. Ask me again in a moment.",
  nothingFound: (count: number) => (count === 1 ? "I found no passage about this in the project's document." : `I found no passage about this in the project's ${count} documents.`),

  askForDocument: "Which document would answer your question best?",
  askWhileWaiting: "What do you expect to find in them?",
  askToRephrase: "Which other words might your documents use for this?",
  askWhichDocument: (first: string, second: string) => `Do you mean this in the sense of *${first}* or of *${second}*?`,
  askWhichSection: (first: string, second: string) => `Is your question more about “${first}” or about “${second}”?`,
  askAboutWord: (word: string) => `The passages above don't mention “${word}”: how much does your question depend on it?`,
  askWhatIsMissing: "What is still missing for you to call your question answered?",
};

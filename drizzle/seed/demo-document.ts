/** Written for the demo, so that it can be given to anyone. */
export const demoDocument = `# A guide to Socratic dialogue

## What it is

A Socratic dialogue is a conversation in which a group looks for an answer by asking. Nobody lectures. Whoever leads it
asks questions, listens, and asks again, until the group sees what it takes for granted and whether that holds.

## The steps

A dialogue has five steps. First the group chooses one question that everybody can speak about from experience. Second,
each person tells a short example from their own life. Third, the group picks one example and looks at it closely: what
was decided there, and on what grounds? Fourth, it tries to say in one sentence which rule lies behind the decision.
Fifth, it tests that sentence against the other examples and changes it until it fits them or fails.

## Why questions come first

A good question comes before an answer because an answer that is given too early ends the thinking. People defend what
they have said. As long as the question is open, they can change their minds without losing face. A leader who knows
the answer should wait all the more, since the others learn from the way and not from the result.

## Who takes part

Five to eight people are a good number: with fewer there are too few examples, with more not everybody speaks. One
person leads and says nothing on the matter. One person keeps notes on a board that all can see, in the words of the
speaker. A meeting takes 90 minutes, and it ends with each person naming the question that they take home.

## Common mistakes

- Asking two questions at once. The easier one gets the answer.
- Asking for opinions instead of examples. Opinions are exchanged; examples are examined.
- Praising an answer. The next speaker will look for praise too.
- Hurrying over silence. Ten seconds of silence are thinking that can be heard.
`;

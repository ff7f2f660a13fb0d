import { Fragment, type ReactNode } from "react";
import { useCitations } from "./citation-context";
import { decodeEntities, inner, type MarkdownToken } from "./lex";
import { safeHref } from "./safe-href";

/** What stands within a line. */
export function Inline({ tokens }: { tokens: MarkdownToken[] }) {
  return tokens.map((token, index) => <Fragment key={index}><One token={token} /></Fragment>);
}

function One({ token }: { token: MarkdownToken }): ReactNode {
  switch (token.type) {
    case "text":
      if (token.tokens) return <Inline tokens={inner(token.tokens)} />;
      return decodeEntities(token.text);
    case "escape":
      return token.text;
    case "strong":
      return <strong><Inline tokens={inner(token.tokens)} /></strong>;
    case "em":
      return <em><Inline tokens={inner(token.tokens)} /></em>;
    case "del":
      return <del><Inline tokens={inner(token.tokens)} /></del>;
    case "codespan":
      return <code dir="ltr">{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return <SafeLink href={token.href} title={token.title}><Inline tokens={inner(token.tokens)} /></SafeLink>;
    case "image":
      // An image elsewhere would tell its server who reads; it becomes a link to it.
      return <SafeLink href={token.href} title={token.title}>{decodeEntities(token.text) || token.href}</SafeLink>;
    case "html":
      // Models write this one tag in tables, where Markdown has no other way to break a line.
      return /^<br\s*\/?>$/i.test(token.text) ? <br /> : token.text;
    case "citation":
      return <Citation raw={token.raw} numbers={token.numbers} />;
    default:
      return token.raw;
  }
}

function SafeLink({ href, title, children }: { href: string; title?: string | null | undefined; children: ReactNode }) {
  const address = safeHref(decodeEntities(href));
  if (!address) return children;
  return <a href={address} title={title ?? undefined} target="_blank" rel="noopener noreferrer nofollow">{children}</a>;
}

function Citation({ raw, numbers }: { raw: string; numbers: number[] }) {
  const { draw } = useCitations();
  const marks = numbers.map((n) => draw(n));
  // Numbers that stand for nothing are the text they are: an index, a year in brackets.
  if (marks.some((mark) => mark === null)) return raw;
  return <span className="whitespace-nowrap">{marks.map((mark, index) => <Fragment key={numbers[index]}>{mark}</Fragment>)}</span>;
}

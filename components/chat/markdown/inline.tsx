import { Fragment, type ReactNode } from "react";
import { decodeEntities } from "@/lib/markdown/entities";
import { isAddress } from "@/lib/markdown/plain-text";
import { useCitations } from "./citation-context";
import { Formula } from "./formula";
import { needsIsolation, revealHidden, revealOverrides } from "./hidden-characters";
import { inner, type MarkdownToken } from "./lex";
import { MentionContext, MentionText } from "./mention-context";
import { safeHref } from "./safe-href";

/**
 * What stands within a line. A plain function: a component for each word of a long thread would be felt.
 * @param inLink nothing in a link leads elsewhere: HTML has no link in a link
 */
export function drawInline(tokens: readonly { type: string; raw: string }[] | undefined, inLink = false): ReactNode[] {
  return inner(tokens).map((token, key) => draw(token, key, inLink));
}

/** Text as it was written, which can't reorder what stands around it. */
export function drawText(written: string, key?: number): ReactNode {
  const text = revealOverrides(written);
  const shown = text.includes("@") ? <MentionText key={key} text={text} /> : text;
  return needsIsolation(text) ? <span key={key} className="isolated">{shown}</span> : shown;
}

function draw(token: MarkdownToken, key: number, inLink: boolean): ReactNode {
  switch (token.type) {
    case "text":
      return token.tokens ? <Fragment key={key}>{drawInline(token.tokens, inLink)}</Fragment> : drawText(decodeEntities(token.text), key);
    case "escape":
      return token.text;
    case "strong":
      return <strong key={key}>{drawInline(token.tokens, inLink)}</strong>;
    case "em":
      return <em key={key}>{drawInline(token.tokens, inLink)}</em>;
    case "del":
      return <del key={key}>{drawInline(token.tokens, inLink)}</del>;
    case "codespan":
      return <code key={key} dir="ltr">{revealHidden(token.text)}</code>;
    case "br":
      return <br key={key} />;
    case "link":
      // A name in an address is nobody's, and a link without a text is its address.
      return drawLink(inLink ? null : token.href, token.title, isAddress(token) || token.text === "" ? [decodeEntities(token.text || token.href)] : drawInline(token.tokens, true), key);
    case "image":
      // An image elsewhere would tell its server who reads; it becomes a link to it.
      return drawLink(inLink ? null : token.href, token.title, drawText(decodeEntities(token.text) || token.href), key);
    case "html":
      // Models write this one tag in tables, where Markdown has no other way to break a line.
      return /^<br\s*\/?>$/i.test(token.text) ? <br key={key} /> : <MentionContext key={key} value={null}>{drawText(token.text)}</MentionContext>;
    case "citation":
      return inLink ? token.raw : <Citation key={key} raw={token.raw} numbers={token.numbers} />;
    case "formula":
      return <Formula key={key} formula={token} />;
    default:
      return drawText(token.raw, key);
  }
}

function drawLink(href: string | null, title: string | null | undefined, content: ReactNode, key: number): ReactNode {
  const address = href === null ? null : safeHref(decodeEntities(href));
  if (!address) return <Fragment key={key}>{content}</Fragment>;
  return <a key={key} href={address} title={title ?? undefined} target="_blank" rel="noopener noreferrer nofollow">{content}</a>;
}

function Citation({ raw, numbers }: { raw: string; numbers: number[] }) {
  const { draw: drawMark } = useCitations();
  const marks = numbers.map((n) => drawMark(n));
  // Numbers that stand for nothing are the text they are: an index, a year in brackets.
  if (marks.some((mark) => mark === null)) return raw;
  return <span className="whitespace-nowrap">{marks.map((mark, index) => <Fragment key={`${index} ${numbers[index]}`}>{mark}</Fragment>)}</span>;
}

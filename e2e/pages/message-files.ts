import { deflateSync, crc32 } from "node:zlib";
import { expect, type Locator, type Page } from "@playwright/test";
import { words } from "../support/words";
import type { UploadedFile } from "./documents-page";

/** A picture of one colour, or so many zero bytes. */
type Made = { name: string; width: number; height: number } | { name: string; bytes: number };

/** The files that go with a message, and those that came with one. */
export class MessageFiles {
  readonly page: Page;
  /** The files of the message that is being written. */
  readonly tray: Locator;

  constructor(page: Page) {
    this.page = page;
    this.tray = page.getByRole("list", { name: words.chat("attachment.tray") });
  }

  async choose(...files: UploadedFile[]): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), this.page.getByRole("button", { name: words.chat("composer.attach") }).click()]);
    await chooser.setFiles(files);
  }

  /** Pastes files into the composer, or drops them onto the conversation: as a browser would, since Playwright can't. */
  async give(how: "paste" | "drop", files: Made[]): Promise<void> {
    const made = files.map((file) => ("bytes" in file ? { name: file.name, type: "", bytes: file.bytes, data: null } : { name: file.name, type: "image/png", bytes: 0, data: makePng(file.width, file.height).toString("base64") }));
    await this.page.getByRole("textbox", { name: words.chat("composer.label"), exact: true }).evaluate(
      (field, [event, given]) => {
        const transfer = new DataTransfer();
        for (const { name, type, bytes, data } of given) transfer.items.add(new File([data === null ? new Uint8Array(bytes) : Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], name, { type }));
        const facts = { bubbles: true, cancelable: true };
        field.dispatchEvent(event === "paste" ? new ClipboardEvent("paste", { ...facts, clipboardData: transfer }) : new DragEvent("drop", { ...facts, dataTransfer: transfer }));
      },
      [how, made] as const,
    );
  }

  /** Pastes a text: the browser's own part of that is to put it into the field. */
  async pasteText(text: string): Promise<void> {
    const field = this.page.getByRole("textbox", { name: words.chat("composer.label"), exact: true });
    await field.evaluate((element, pasted) => {
      const transfer = new DataTransfer();
      transfer.setData("text/plain", pasted);
      element.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: transfer }));
    }, text);
    await field.fill(text);
  }

  item(name: string): Locator {
    return this.tray.getByRole("listitem").filter({ hasText: name });
  }

  async remove(name: string): Promise<void> {
    await this.page.getByRole("button", { name: words.chat("attachment.remove", { name }), exact: true }).click();
  }

  async cancel(name: string): Promise<void> {
    await this.page.getByRole("button", { name: words.chat("attachment.cancel", { name }), exact: true }).click();
  }

  /** Waits until a document has been uploaded and read: then it says how large it is. */
  async isRead(name: string): Promise<void> {
    await expect(this.item(name)).toContainText(/\d (?:kB|MB|bytes)$/, { timeout: 30_000 });
  }

  /** The button that shows a message's picture large. */
  open(message: Locator, name: string): Locator {
    return message.getByRole("button", { name: words.chat("attachment.open", { name }), exact: true });
  }

  async act(message: Locator, name: string, action: "share" | "openDocument"): Promise<void> {
    await message.getByRole("button", { name: words.chat("attachment.menu", { name }), exact: true }).click();
    await this.page.getByRole("menuitem", { name: words.chat(`attachment.${action}`), exact: true }).click();
  }

  /** Keeps uploads from reaching the server until they are released. */
  async holdUploads(): Promise<{ release: () => Promise<void> }> {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const address = "**/chat/attachments";
    await this.page.route(address, async (route) => {
      await released;
      // One that was ended meanwhile can't go on.
      await route.continue().catch(() => undefined);
    });
    return {
      release: async () => {
        release();
        await this.page.unroute(address, () => undefined);
      },
    };
  }
}

/** A grey picture as a PNG file. */
function makePng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits of grey for each point; every line begins with its filter, which is none.
  header[8] = 8;
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.alloc((width + 1) * height, 160))), chunk("IEND", Buffer.alloc(0))]);
}

import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";
import { ExtractionError } from "./extracted-text.ts";

/** Writes text in an encoding that the platform only reads, by trying what each byte and pair of bytes means. */
function encode(encoding: string, text: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const bytesOf = new Map<string, number[]>();
  for (let first = 0; first < 256; first += 1) {
    const character = decoder.decode(Uint8Array.of(first));
    if (!bytesOf.has(character) && character !== "\ufffd") bytesOf.set(character, [first]);
    for (let second = 0x40; first > 0x80 && second < 0xff; second += 1) {
      const pair = decoder.decode(Uint8Array.of(first, second));
      if (Array.from(pair).length === 1 && pair !== "\ufffd" && !bytesOf.has(pair)) bytesOf.set(pair, [first, second]);
    }
  }
  return Uint8Array.from(Array.from(text).flatMap((character) => {
    const bytes = bytesOf.get(character);
    if (!bytes) throw new Error(`${encoding} has no ${character}`);
    return bytes;
  }));
}

const samples = {
  chinese: "机器学习是人工智能的一个分支，它研究计算机怎样模拟或实现人类的学习行为，以获取新的知识或技能。\n第二行：价格是12元。",
  traditional: "機器學習是人工智慧的一個分支，它研究電腦怎樣模擬或實現人類的學習行為，以獲取新的知識或技能。\n第二行：價格是12元。",
  japanese: "機械学習とは、経験からの学習により自動で改善するコンピューターの研究領域です。\r\n価格は12円です。",
  korean: "기계 학습은 인공지능의 한 분야로 컴퓨터가 학습할 수 있도록 하는 알고리즘과 기술을 개발하는 분야이다.\n가격은 12원",
  czech: "Příliš žluťoučký kůň úpěl ďábelské ódy. Strojové učení je podoblastí umělé inteligence, zabývající se technikami, které umožňují systému se učit.",
  polish: "Zażółć gęślą jaźń. Uczenie maszynowe jest częścią sztucznej inteligencji, która zajmuje się algorytmami poprawiającymi się samoczynnie.",
  russian: "Машинное обучение — класс методов искусственного интеллекта, характерной чертой которых является не прямое решение задачи.",
  plainRussian: "Машинное обучение есть класс методов искусственного интеллекта, характерной чертой которых является не прямое решение задачи.",
  french: "Le café était très agréable à l’été ; les élèves ont déjà mangé. L’apprentissage est un champ d’étude.",
  german: "Die Größe der Öffnung wird über den Fluss gemessen, und die Tür schließt früher als nötig.",
  english: "The price is £5 – and “yes”, it’s the same for everybody who buys it before the end of the week.",
  greek: "Η μηχανική μάθηση είναι υποπεδίο της επιστήμης των υπολογιστών που αναπτύχθηκε από τη μελέτη της αναγνώρισης προτύπων.",
};

const cases: [encoding: string, text: string][] = [
  ["gbk", samples.chinese],
  ["big5", samples.traditional],
  ["shift_jis", samples.japanese],
  ["euc-kr", samples.korean],
  ["windows-1250", samples.czech],
  ["windows-1250", samples.polish],
  ["windows-1251", samples.russian],
  ["koi8-r", samples.plainRussian],
  ["windows-1252", samples.french],
  ["windows-1252", samples.german],
  ["windows-1252", samples.english],
  ["windows-1253", samples.greek],
];

test.each(cases)("text in %s is read: %s", (encoding, text) => {
  expect(decodeText(encode(encoding, text))).toBe(text);
  const long = `${text}\n`.repeat(2_000);
  expect(decodeText(encode(encoding, long))).toBe(long);
  const late = `${"Plain words stand before. ".repeat(8_000)}\n${`${text}\n`.repeat(10)}`;
  expect(decodeText(encode(encoding, late))).toBe(late);
});

const short: [encoding: string, text: string][] = [
  ["gbk", "你好"],
  ["gbk", "你好，世界"],
  ["big5", "你好"],
  ["big5", "世界和平"],
  ["shift_jis", "こんにちは"],
  ["shift_jis", "価格表"],
  ["euc-kr", "안녕"],
  ["euc-kr", "안녕하세요"],
  ["windows-1250", "Kůň"],
  ["windows-1250", "Příliš žluťoučký kůň"],
  ["windows-1251", "Привет"],
  ["koi8-r", "Привет"],
  ["windows-1252", "Grüße"],
  ["windows-1252", "naïve café"],
  ["windows-1253", "Γειά"],
];

/** The text, or the code with which it was refused. */
function readOrCode(bytes: Uint8Array): string {
  try {
    return decodeText(bytes);
  } catch (error) {
    if (error instanceof ExtractionError) return error.code;
    throw error;
  }
}

test.each(short)("short text in %s is read rightly or refused: %s", (encoding, text) => {
  for (const sample of [text, `Name: ${text}`, `${text} 12\n`]) {
    expect([sample, "encoding"]).toContain(readOrCode(encode(encoding, sample)));
  }
});

test.each([...Object.values(samples), "Hi", "Grüße", "a,b\r\n1,2\r\n"])("UTF-8 and UTF-16 are read with and without a mark: %s", (text) => {
  const little = Buffer.from(text, "utf16le");
  const big = Buffer.from(little).swap16();
  for (const bytes of [Buffer.from(text), little, big]) expect(decodeText(bytes)).toBe(text);
  for (const bytes of [Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, "utf16le"), Buffer.from(`\ufeff${text}`, "utf16le").swap16()]) expect(decodeText(bytes)).toBe(text);
});

test("Japanese mail is read", () => {
  expect(decodeText(Buffer.from("\u001b$B%F%9%H\u001b(B ok", "latin1"))).toBe("テスト ok");
});

test.each(["你好世界", "機械学習とは"])("UTF-16 without a mark and without a zero is never gibberish: %s", (text) => {
  for (const bytes of [Buffer.from(text, "utf16le"), Buffer.from(text, "utf16le").swap16()]) expect(() => decodeText(bytes)).toThrow();
});

test.each([
  ["in ASCII", "One good line of words.\0 And another."],
  ["at the end", "Grüße an alle, die hier lesen.\0"],
  ["in Chinese", "机器学习是人工智能的一个分支。\0机器学习"],
])("a NUL %s doesn't spoil the text around it", (_where, text) => {
  expect(decodeText(Buffer.from(text)).replaceAll("\0", "")).toBe(text.replaceAll("\0", ""));
});

test("chance bytes are refused", () => {
  const bytes = Uint8Array.from({ length: 4_000 }, (_, index) => (index * index * 31 + index * 17) % 251);
  expect(() => decodeText(bytes)).toThrow();
});

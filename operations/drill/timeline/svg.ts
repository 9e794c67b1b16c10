/** An element of an SVG, with its attributes in the order given and its children as text. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: string[]
) {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(plain(value))}"`);
  const head = `<${name}${words.join("")}`;
  return children.length === 0 ? `${head}/>` : `${head}>${children.join("")}</${name}>`;
}

/** Text as XML takes it. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A text at a place. */
export function label(x: number, y: number, kind: string, text: string): string {
  return element("text", { x, y, class: kind }, escaped(text));
}

/** The tooltip of an element. */
export function hint(text: string): string {
  return element("title", {}, escaped(text));
}

/** A tenth of a pixel is finer than anybody sees. */
function plain(value: string | number): string {
  return typeof value === "string" ? value : String(Math.round(value * 10) / 10);
}

/** Where a value is drawn. */
export type Scale = (value: number) => number;

/** Maps a range onto another, in a straight line; what lies outside is moved to its edge. */
export function scale(from: number, to: number, low: number, high: number): Scale {
  const length = Math.max(to - from, Number.EPSILON);
  return (value) => low + ((Math.min(Math.max(value, from), to) - from) / length) * (high - low);
}

/** Round numbers from 0 to `end`: 1, 2 or 5 times a power of ten apart, and at most `most` steps. */
export function ticks(end: number, most: number): number[] {
  const rough = end / most;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-9)));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? power;
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) => round(index * step));
}

/** Without the last digit of a sum of fractions. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}

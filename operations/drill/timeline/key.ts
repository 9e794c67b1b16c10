import { bracket } from "./marks";
import { element, label } from "./svg";

/** What the colours and marks mean: the mark, drawn at a place, what it says, and how far the next one is. */
const entries: readonly (readonly [draw: (x: number, y: number) => string[], says: string, width: number])[] =
  [
    [(x, y) => [element("rect", { x, y: y - 10, width: 14, height: 12, class: "active" })], "active", 80],
    [(x, y) => [element("rect", { x, y: y - 10, width: 14, height: 12, class: "standby" })], "standby", 90],
    [(x, y) => [element("rect", { x, y: y - 6, width: 14, height: 4, class: "down" })], "no answer", 104],
    [
      (x, y) => [
        element("rect", { x: x + 4, y: y - 11, width: 10, height: 14, class: "lasting" }),
        element("line", { x1: x + 4, x2: x + 4, y1: y - 11, y2: y + 3, class: "struck" }),
      ],
      "fault, while it lasts",
      156,
    ],
    [
      (x, y) => [
        element("rect", { x, y: y - 11, width: 14, height: 14, class: "rolling" }),
        element("path", { d: bracket(x, x + 14, y - 11), class: "bracket" }),
      ],
      "rolling change, from begin to end",
      232,
    ],
    [
      (x, y) => [element("line", { x1: x + 7, x2: x + 7, y1: y - 11, y2: y + 3, class: "wait" })],
      "longest wait of the messages written then",
      0,
    ],
  ];

/** The line that says how to read the panels. */
export function key(x: number, y: number): string[] {
  let at = x;
  return entries.flatMap(([draw, says, width]) => {
    const drawn = [...draw(at, y), label(at + 20, y, "", says)];
    at += width;
    return drawn;
  });
}

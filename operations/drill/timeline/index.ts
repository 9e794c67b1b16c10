import type { DrillResult } from "../drill";
import { element, escaped, label } from "./svg";
import { panel, panelHeight } from "./panel";
import { measures, style } from "./style";

const { width, head, gap, left, right } = measures;

/** A drill as a picture: for each fault who was active when, when it was made, and how long messages waited. */
export function timeline({ exercises, roles }: DrillResult, title: string): string {
  const each = panelHeight(roles.length) + gap;
  const height = head + exercises.length * each;
  const when = new Date(exercises[0]?.from ?? 0).toISOString().replace(/\.\d+Z$/, "Z");
  const parts = [
    element("style", {}, style),
    element("title", {}, escaped(title)),
    element("rect", { x: 0, y: 0, width, height, class: "paper" }),
    label(16, 26, "title", title),
    label(right, 26, "soft end", when),
    ...key(left, 46),
    ...exercises.map((one, index) => panel(one, roles, head + 8 + index * each)),
  ];
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
  };
  return `${element("svg", { ...attributes, role: "img" }, `\n${parts.join("\n")}\n`)}\n`;
}

/** What the colours and marks mean. */
function key(x: number, y: number): string[] {
  const boxes = (["active", "standby"] as const).flatMap((condition, index) => [
    element("rect", { x: x + index * 90, y: y - 10, width: 14, height: 12, class: condition }),
    label(x + index * 90 + 20, y, "", condition),
  ]);
  return [
    ...boxes,
    element("rect", { x: x + 180, y: y - 6, width: 14, height: 4, class: "down" }),
    label(x + 200, y, "", "no answer"),
    element("line", { x1: x + 290, x2: x + 290, y1: y - 11, y2: y + 3, class: "struck" }),
    label(x + 298, y, "", "the fault, shaded while it lasts"),
    element("line", { x1: x + 500, x2: x + 500, y1: y - 11, y2: y + 3, class: "wait" }),
    label(x + 508, y, "", "longest wait of messages written then, until acknowledged"),
  ];
}

import type { DrillResult } from "../drill";
import { key } from "./key";
import { element, escaped, label } from "./svg";
import { panel, panelHeight } from "./panel";
import { measures, style } from "./style";

const { width, head, gap, left, right } = measures;

/** A drill as a picture: for each exercise who was active when, what was done when, and how long messages waited. */
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

import type { Injection } from "../scenario";
import type { Exercise } from "../exercise";
import { element, hint, label, type Scale } from "./svg";

/** The width of a digit, of the word "roll" with its surroundings, and the least between two labels, in pixels. */
const digit = 7;
const word = 34;
const apart = 4;

/** What was done: a fault as a broken line, shaded while it lasts; a rolling change as a bracket over its duration. */
export function marks({ fault, runs }: Exercise, x: Scale, top: number, bottom: number): string[] {
  let free = -Infinity;
  /** A label, unless it would stand on the one before. */
  const place = (middle: number, text: string): string[] => {
    const half = (text.length * digit) / 2;
    if (middle - half < free) return [];
    free = middle + half + apart;
    return [label(middle, top - 3, "mark middle", text)];
  };
  return runs.flatMap(({ before, after = "none", waitMs, injections }, index) => {
    const recovered = hint(
      `${fault} ${index + 1}: ${before} was active before, ${after} afterwards; longest wait ${waitMs} ms`,
    );
    return injections.flatMap((injection, at) => {
      const number = at === 0 ? String(index + 1) : "";
      const [begin, end] = [x(injection.from), x(injection.to)];
      if (injection.kind === "fault")
        return [...faultMark(begin, end, top, bottom, recovered), ...place(begin, number)];
      const room = end - begin > word + digit * number.length;
      const said = [number, ...(room ? ["roll"] : [])].filter(Boolean).join(" ");
      return [
        ...rollMark(injection, x, top, bottom, recovered),
        ...(said === "" ? [] : place((begin + end) / 2, said)),
      ];
    });
  });
}

function faultMark(begin: number, end: number, top: number, bottom: number, recovered: string): string[] {
  return [
    element("rect", { x: begin, y: top, width: end - begin, height: bottom - top, class: "lasting" }),
    element("line", { x1: begin, x2: begin, y1: top, y2: bottom, class: "struck" }, recovered),
  ];
}

function rollMark(
  { from, to }: Injection,
  x: Scale,
  top: number,
  bottom: number,
  recovered: string,
): string[] {
  const [begin, end] = [x(from), x(to)];
  const seconds = hint(`a rolling change of ${((to - from) / 1000).toFixed(1)} s`);
  return [
    element(
      "rect",
      { x: begin, y: top, width: end - begin, height: bottom - top, class: "rolling" },
      recovered,
    ),
    element("path", { d: bracket(begin, end, top), class: "bracket" }, seconds),
  ];
}

/** An open bracket over a stretch of time. */
export function bracket(begin: number, end: number, top: number): string {
  const [from, to] = [begin, end].map((one) => Math.round(one * 10) / 10);
  return `M${from} ${top + 6}V${top}H${to}V${top + 6}`;
}

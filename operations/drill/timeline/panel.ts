import type { MemberRoles } from "../drill";
import type { Exercise } from "../exercise";
import type { Change, Condition } from "../role-monitor";
import { marks } from "./marks";
import { element, escaped, hint, label, type Scale, scale, ticks } from "./svg";
import { measures } from "./style";

const { left, right, lane, laneGap, waits: plotHeight } = measures;
/** Below the panel's title and the numbers of its runs. */
const lanesFrom = 46;
/** The width a band needs to hold its word. */
const wordWidth = 56;

/** The letters that fit left of the time axis. */
const nameLength = 18;

/** A stretch of time in which a member was one thing. */
export interface Band {
  readonly condition: Condition;
  readonly from: number;
  readonly to: number;
}

/** A member's changes as bands between two times. */
export function bands(changes: readonly Change[], from: number, to: number): Band[] {
  return changes
    .map(({ at, condition }, index) => ({
      condition,
      from: Math.max(at, from),
      to: Math.min(changes[index + 1]?.at ?? to, to),
    }))
    .filter((band) => band.to > band.from);
}

/** A panel's height in pixels. */
export function panelHeight(members: number): number {
  return lanesFrom + members * (lane + laneGap) + 14 + plotHeight + 22;
}

/** One exercise: who was what, when a fault or a rolling change was made, how long messages waited. */
export function panel(exercise: Exercise, roles: readonly MemberRoles[], top: number): string {
  const { from, to } = exercise;
  const x = scale(from, to, left, right);
  const lanes = top + lanesFrom;
  const plot = lanes + roles.length * (lane + laneGap) + 14;
  return [
    label(16, top + 14, "name", exercise.fault),
    label(left, top + 14, "soft", summary(exercise)),
    ...timeAxis(exercise, x, lanes, plot + plotHeight),
    ...marks(exercise, x, top + 38, plot + plotHeight),
    ...roles.map((one, index) => memberLane(one, exercise, x, lanes + index * (lane + laneGap))),
    waitPlot(exercise, x, plot),
  ].join("\n");
}

function summary({ runs, load }: Exercise): string {
  const { conversations, acknowledged, lost, duplicated, outOfOrder, restarted } = load;
  return (
    `${runs.length} runs, ${conversations} conversations, ${acknowledged} messages acknowledged: ` +
    `${lost} lost, ${duplicated} duplicated, ${outOfOrder} out of order, ${restarted} chats started again`
  );
}

function timeAxis({ from, to }: Exercise, x: Scale, top: number, bottom: number): string[] {
  return ticks((to - from) / 1000, 14).flatMap((second) => {
    const at = x(from + second * 1000);
    return [
      element("line", { x1: at, x2: at, y1: top, y2: bottom, class: "grid" }),
      label(at, bottom + 15, "soft middle", `${second} s`),
    ];
  });
}

function memberLane(
  { application, changes }: MemberRoles,
  { from, to }: Exercise,
  x: Scale,
  y: number,
): string {
  const drawn = bands(changes, from, to).flatMap((band) => {
    const [begin, width] = [x(band.from), x(band.to) - x(band.from)];
    const { condition } = band;
    // A member that is down is drawn thin: the gap is seen without its colour.
    const inset = condition === "down" ? lane / 3 : 0;
    const seconds = ((band.to - band.from) / 1000).toFixed(1);
    return [
      element(
        "rect",
        { x: begin, y: y + inset, width: Math.max(width, 1), height: lane - 2 * inset, class: condition },
        hint(`${application}: ${condition} for ${seconds} s`),
      ),
      ...(width >= wordWidth && condition !== "down"
        ? [label(begin + 5, y + lane - 5, `in-${condition}`, condition)]
        : []),
    ];
  });
  const name = element(
    "text",
    { x: left - 10, y: y + lane - 5, class: "end" },
    escaped(short(application)),
    hint(application),
  );
  return [name, ...drawn].join("");
}

/** A name as far as there is room for it; both its ends tell members apart. */
function short(name: string): string {
  return name.length <= nameLength ? name : `${name.slice(0, nameLength - 9)}…${name.slice(-8)}`;
}

function waitPlot({ load, runs }: Exercise, x: Scale, top: number): string {
  const bottom = top + plotHeight;
  const longest = load.messages.reduce(
    (most, { wantedAt, endedAt }) => Math.max(most, endedAt - wantedAt),
    0,
  );
  const y = scale(0, Math.max(longest, 500), bottom, top);
  const columns = new Map<number, number>();
  for (const { wantedAt, endedAt } of load.messages) {
    const column = Math.round(x(wantedAt));
    columns.set(column, Math.max(columns.get(column) ?? 0, endedAt - wantedAt));
  }
  const stems = [...columns]
    .sort(([a], [b]) => a - b)
    .map(([column, wait]) => `M${column} ${bottom}V${Math.round(y(wait) * 10) / 10}`);
  const dots = load.messages
    .filter(({ wantedAt, endedAt }) => runs.some(({ waitMs }) => waitMs > 0 && waitMs === endedAt - wantedAt))
    .map(({ wantedAt, endedAt }) => {
      const waited = endedAt - wantedAt;
      return element(
        "circle",
        { cx: x(wantedAt), cy: y(waited), r: 3, class: "longest" },
        hint(`${waited} ms`),
      );
    });
  const grid = ticks(Math.max(longest, 500) / 1000, 4).flatMap((second) => [
    element("line", { x1: left, x2: right, y1: y(second * 1000), y2: y(second * 1000), class: "grid" }),
    label(left - 10, y(second * 1000) + 4, "soft end", `${second} s`),
  ]);
  return [
    label(16, top + 12, "soft", "waits"),
    ...grid,
    element("path", { d: stems.join(""), class: "wait" }),
    ...dots,
  ].join("\n");
}

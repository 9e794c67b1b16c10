import * as fc from "fast-check";
import type { Exercise } from "../exercise";
import type { Condition } from "../role-monitor";
import { timeline } from "./index";
import { bands } from "./panel";
import { escaped, scale, ticks } from "./svg";

const conditions = fc.constantFrom<Condition>("active", "standby", "down");

test("bands fill the time from the first change on, without gaps, and never reach beyond it", () => {
  const changes = fc.array(fc.record({ at: fc.nat(100), condition: conditions }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(changes, fc.nat(100), fc.integer({ min: 1, max: 100 }), (unsorted, from, length) => {
      const sorted = [...unsorted].sort((a, b) => a.at - b.at);
      const to = from + length;
      const drawn = bands(sorted, from, to);
      const begins = Math.max(from, sorted[0]?.at ?? 0);
      const covered = drawn.reduce((sum, band) => sum + band.to - band.from, 0);
      expect(covered).toBe(Math.max(0, to - begins));
      drawn.forEach((band, index) => expect(band.from).toBe(drawn[index - 1]?.to ?? begins));
    }),
  );
});

test("ticks are round, from 0 on, and as few as asked for", () => {
  expect(ticks(10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(ticks(0.79, 4)).toEqual([0, 0.2, 0.4, 0.6]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (end) => {
      const all = ticks(end, 14);
      expect(all.length).toBeLessThanOrEqual(15);
      expect(all.length).toBeGreaterThan(4);
      expect(all.at(-1)).toBeLessThanOrEqual(end);
    }),
  );
});

test("a scale keeps to its edges", () => {
  const x = scale(10, 20, 100, 200);
  expect([x(0), x(10), x(15), x(20), x(99)]).toEqual([100, 100, 150, 200, 200]);
});

const exercise: Exercise = {
  fault: "freeze",
  from: 1000,
  to: 21_000,
  runs: [
    {
      ...{ pair: "A", before: "A", after: "A_B", from: 3000, healthyAt: 9000, waitMs: 1500 },
      injections: [{ kind: "fault", from: 3000, to: 8000, active: "A" }],
    },
  ],
  load: {
    ...{ acknowledged: 2, lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0, refusals: {} },
    ...{ conversations: 1, seconds: 20, storeAsked: true },
    messages: [
      { text: "a", session: "s", wantedAt: 2000, acknowledgedAt: 2010, endedAt: 2010 },
      { text: "b", session: "s", wantedAt: 3100, acknowledgedAt: 4600, endedAt: 4600 },
    ],
  },
};

const roles = [
  {
    application: "A & <B>",
    changes: [
      { at: 0, condition: "active" as const },
      { at: 3100, condition: "down" as const },
    ],
  },
  {
    application: "A_B",
    changes: [
      { at: 0, condition: "standby" as const },
      { at: 4500, condition: "active" as const },
    ],
  },
];

test("a timeline is well-formed, whatever the names are", () => {
  const svg = timeline({ exercises: [exercise], roles }, 'Drill of "x"');
  const open: string[] = [];
  for (const [, closing, name, rest] of svg.matchAll(/<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*\s*\/?)>/g)) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!rest?.endsWith("/")) open.push(name ?? "");
  }
  expect(open).toEqual([]);
  // Every angle bracket of the text belongs to an element that was seen.
  expect(svg.match(/</g)).toHaveLength(
    [...svg.matchAll(/<\/?[a-z]+(?:\s+[\w:-]+="[^"<]*")*\s*\/?>/g)].length,
  );
  expect(svg).toContain("A &amp; &lt;B&gt;");
});

test("a timeline shows who was what, when the fault was, and how long a message waited", () => {
  const svg = timeline({ exercises: [exercise], roles }, "Drill");
  expect(svg).toContain("A_B: active for 16.5 s");
  expect(svg).toContain("freeze 1: A was active before, A_B afterwards; longest wait 1500 ms");
  expect(svg).toContain("<title>1500 ms</title>");
  expect(svg).toContain("prefers-color-scheme: dark");
});

/** The labels over the lanes, with where they stand. */
function labels(svg: string) {
  const found = svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" class="mark middle">([^<]*)</g);
  return [...found].map(([, x, text = ""]) => ({ x: Number(x), text }));
}

const rolls = (count: number, everyMs: number, lastsMs: number): Exercise => ({
  ...exercise,
  ...{ fault: "roll", from: 0, to: count * everyMs },
  runs: Array.from({ length: count }, (_, index) => {
    const from = index * everyMs;
    const injections = [{ kind: "roll" as const, from, to: from + lastsMs, active: "A" }];
    return { pair: "A", before: "A", after: "A_B", from, healthyAt: from + lastsMs, waitMs: 90, injections };
  }),
});

test("a rolling update spans its duration, and has a label if there is room", () => {
  const svg = timeline({ exercises: [rolls(4, 12_000, 9000)], roles }, "Drill");
  expect(labels(svg).map(({ text }) => text)).toEqual(["1 roll", "2 roll", "3 roll", "4 roll"]);
  expect(svg).toContain("a rolling change of 9.0 s");
  expect(svg.match(/class="bracket"/g)).toHaveLength(5);
});

test("no label overlaps another one, however many runs there are", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 12_000 }), (count, lastsMs) => {
      const placed = labels(timeline({ exercises: [rolls(count, 12_000, lastsMs)], roles }, "Drill"));
      expect(placed[0]?.text).toMatch(/^1/);
      placed.slice(1).forEach(({ x, text }, index) => {
        const before = placed[index];
        const halves = ((before?.text.length ?? 0) + text.length) * 3.5;
        expect(x - (before?.x ?? 0)).toBeGreaterThan(halves);
      });
    }),
    { numRuns: 30 },
  );
});

test("a name that is longer than the room for it keeps both ends, and is complete in the tooltip", () => {
  const application = "ChatServer_of_the_second_site_B";
  const svg = timeline({ exercises: [exercise], roles: [{ application, changes: [] }] }, "Drill");
  expect(svg).toContain(">ChatServe…d_site_B");
  expect(svg).toContain(`<title>${application}</title>`);
});

test("nothing of a text is taken for XML", () => {
  expect(escaped(`<a href="x">&`)).toBe("&lt;a href=&quot;x&quot;&gt;&amp;");
});

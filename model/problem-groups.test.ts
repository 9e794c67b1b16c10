import fc from "fast-check";
import { exampleDefinition } from "../test/support/topologies";
import { type Problem } from "./problem";
import { groupProblems } from "./problem-groups";
import { resolve } from "./resolve";

const names = fc.constantFrom("C0", "C1", "C1_B", "a", "is", "$&", "C.0", "x-y", "[s] of C0", "Ä");

const problems: fc.Arbitrary<Problem> = fc
  .record({
    rule: fc.constantFrom("one", "two"),
    severity: fc.constantFrom("error" as const, "warning" as const, "advice" as const),
    name: names,
    kind: fc.constantFrom("Chat Servers", "options"),
    text: fc.constantFrom(
      (name: string) => `x is not set on ${name}; the page asks for it.`,
      (name: string) => `${name} is 2 on ${name}.`,
      () => "A value is missing.",
    ),
    hint: fc.option(fc.constantFrom("Set it.", "Write C0."), { nil: undefined }),
    key: fc.constantFrom("release", "ports/default"),
    isAboutAll: fc.boolean(),
  })
  .map(({ rule, severity, name, kind, text, hint, key, isAboutAll }) => ({
    ...{ rule, severity, message: text(name), path: `/chatServers/${name.replaceAll("/", "~1")}/${key}` },
    ...(hint !== undefined && { hint }),
    ...(!isAboutAll && { subject: { name, kind } }),
    ...{ file: null, line: null, column: null },
  }));

test("every problem is in exactly one group, and groups are in the order of their first problem", () => {
  fc.assert(
    fc.property(fc.array(problems), (all) => {
      const groups = groupProblems(all);
      const members = groups.flatMap((group) => group.problems);
      expect(members).toHaveLength(all.length);
      expect(new Set(members)).toEqual(new Set(all));
      const positions = groups.map((group) => group.problems.map((problem) => all.indexOf(problem)));
      for (const each of positions) expect(each).toEqual([...each].sort((a, b) => a - b));
      const firsts = positions.map(([first]) => first!);
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    }),
  );
});

test("a group has one rule, severity, kind, allowed list and number of subjects that its line states", () => {
  fc.assert(
    fc.property(fc.array(problems, { minLength: 1 }), (all) => {
      for (const { summary, problems: members } of groupProblems(all)) {
        for (const { rule, severity, subject } of members) {
          expect([rule, severity, subject?.kind]).toEqual([
            summary.rule,
            summary.severity,
            summary.subject?.kind,
          ]);
        }
        const subjects = new Set(members.map(({ subject }) => subject?.name));
        if (subjects.size === 1) expect(summary).toBe(members[0]);
        else expect(summary.message).toContain(`${subjects.size} ${summary.subject!.kind}`);
      }
    }),
  );
});

test("grouping does not depend on the problems of other causes", () => {
  fc.assert(
    fc.property(fc.array(problems), (all) => {
      const messages = (some: readonly Problem[]) =>
        groupProblems(some).map(({ summary }) => summary.message);
      const ofOne = all.filter(({ rule }) => rule === "one");
      const mixed = groupProblems(all).filter(({ summary }) => summary.rule === "one");
      expect(mixed.map(({ summary }) => summary.message)).toEqual(messages(ofOne));
    }),
  );
});

describe("the problems of a definition", () => {
  const many = (count: number) => {
    const definition = structuredClone(exampleDefinition("pair")) as {
      chatServers: Record<string, Record<string, unknown>>;
    };
    const server = definition.chatServers.ChatServer1!;
    for (let index = 0; index < count; index++) {
      const { backup: _backup, ...rest } = structuredClone(server);
      definition.chatServers[`C${index}`] = rest;
    }
    return definition;
  };

  test("are as many groups for 60 pairs as for 2", () => {
    const [few, lots] = [2, 60].map((count) => groupProblems(resolve(many(count)).problems));
    const about = ({ summary }: { summary: Problem }) => `${summary.rule} ${summary.path}`;
    expect(lots!.map(about).sort()).toEqual(few!.map(about).sort());
    expect(lots!.map(({ summary }) => summary.message)).toContainEqual(
      expect.stringContaining("transcript-save-on-error is not set on 61 Chat Servers: C0, C1, … (59 more)"),
    );
  });

  test("about options and sections that the catalogue lacks are one group each", () => {
    const definition = many(20);
    for (const server of Object.values(definition.chatServers)) {
      const options = server.options as Record<string, Record<string, unknown>>;
      options.site = { a: 1 };
      options.settings = { ...options.settings, "zzz-own": 1, "qqqq-other": 2 };
    }
    const groups = groupProblems(resolve(definition).problems);
    const sizes = groups
      .filter(({ summary }) => summary.rule.startsWith("option-"))
      .map(({ summary, problems: members }) => [summary.rule, members.length]);
    expect(sizes).toEqual([
      ["option-listed", 42],
      ["option-section-listed", 21],
    ]);
  });

  test("about standbys name the standbys", () => {
    const definition = exampleDefinition("several-primaries") as {
      chatServers: Record<string, { backup?: Record<string, unknown> }>;
    };
    for (const server of Object.values(definition.chatServers)) {
      if (server.backup) server.backup.options = { settings: { "flex-disconnect-timeout": 5 } };
    }
    const found = groupProblems(resolve(definition).problems).find(
      ({ summary }) => summary.rule === "flex-disconnect-timeout-poll",
    );
    expect(found?.summary).toMatchObject({
      path: "/chatServers/*/backup/options/settings/flex-disconnect-timeout",
      message: expect.stringMatching(
        /^\d Chat Servers \(ChatServer1_B, .*flex-disconnect-timeout of each is 5 s/,
      ),
    });
  });
});

import { Customers } from "../operations/drill/customers";
import { containerIds, stackObjects } from "../test/support/docker-objects";
import { start } from "../test/support/process";
import { repositoryDefinition } from "../test/support/test-stack";
import { checkout } from "../test/support/tools";
import type { Measured } from "./support/rounds";

/** Operators' stacks, which must be up before: `./chatstack up` and `./chatstack up --stack acme`. */
const stacks = ["dev", "acme"] as const;

/** Arguments of `./chatstack test`; by default every check and test. */
const words = (process.env.BESIDE_TESTS ?? "").split(" ").filter(Boolean);

/** Longer than every test takes, in seconds. */
const atMostSeconds = 7200;

/** What the tests must leave alone. */
interface Untouched {
  readonly containers: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
}

/**
 * `./chatstack test` beside stacks of an operator, in which customers chat: no container, network or volume of theirs may
 * be another afterwards, and no message lost. It changes nothing in those stacks.
 */
export async function measure(): Promise<Measured> {
  const before = await Promise.all(stacks.map(untouched));
  const load = { conversations: 5, messagesPerSecond: 2, atMostSeconds };
  const customers = await Promise.all(
    stacks.map((stack) => Customers.start({ urls: [url(stack)], ...load })),
  );
  const tests = await start(`${checkout}/chatstack`, ["test", ...words], {
    cwd: checkout,
    timeoutSeconds: atMostSeconds,
  }).ended;
  const loads = await Promise.all(customers.map((each) => each.stop()));
  const after = await Promise.all(stacks.map(untouched));
  const rows = stacks.map((stack, index) => {
    const { acknowledged, lost, duplicated } = loads[index]!;
    const same = JSON.stringify(before[index]) === JSON.stringify(after[index]);
    return {
      stack,
      objects: Object.keys(before[index]!.containers).length,
      same,
      acknowledged,
      lost,
      duplicated,
    };
  });
  const lines = rows.map((row) => `| ${Object.values(row).join(" | ")} |`);
  const heading = [
    "| stack | containers | same objects | acknowledged | lost | duplicated |",
    "| --- | --: | --- | --: | --: | --: |",
  ];
  const verdict = tests.stdout.trim().split("\n").at(-1) ?? "";
  const table = [
    ...heading,
    ...lines,
    `beside ./chatstack test ${words.join(" ")}`.trim() + `: ${verdict}`,
    "",
  ].join("\n");
  return { table, figures: { tests: { code: tests.code, verdict, words }, rows } };
}

async function untouched(stack: string): Promise<Untouched> {
  const { networks, volumes } = await stackObjects(stack);
  return { containers: await containerIds(stack), networks, volumes };
}

function url(stack: (typeof stacks)[number]): string {
  const { mobileServices } = repositoryDefinition(stack) as { mobileServices: MobileServices };
  return `http://127.0.0.1:${mobileServices.GMS.ports.default.publish}/genesys`;
}

interface MobileServices {
  readonly GMS: { readonly ports: { readonly default: { readonly publish: number } } };
}

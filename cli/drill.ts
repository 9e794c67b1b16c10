import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Argument, Command, InvalidArgumentError } from "commander";
import type { SetExitCode } from "./exit-code";
import { scenarioArguments, chosenScenarios } from "../operations/drill/scenarios";
import { drill, type DrillResult } from "../operations/drill/drill";
import { drillDocument, drillTable, hasFindings, remarks } from "../operations/drill/figures";
import { progressOn } from "../operations/drill/progress";
import { timeline } from "../operations/drill/timeline";
import { Failure } from "../system/failure";
import { readValid } from "../operations/stack";
import { jsonOption, print, printJson, stackOption } from "./options";
import { logInfo } from "../system/log";

interface DrillOptions {
  stack: string;
  runs: number;
  conversations: number;
  rate: number;
  transcript: number;
  json?: boolean;
  svg?: string;
  yesProduction?: boolean;
}

/** What a drill may ask of a machine; more would be a load test, and measure the machine. */
const most = { runs: 100, conversations: 200, rate: 100, transcript: 10_000, ahead: 500_000 } as const;

/** `./chatstack drill`: inject faults into pairs and update them while customers chat, and check that no message is lost. */
export function drillCommand(ends: SetExitCode): Command {
  return new Command("drill")
    .description("break Chat Servers and roll them while customers chat, and count what was lost")
    .addArgument(
      new Argument(
        "[what]",
        "every fault (failover), every rolling update (rolling), all of them, or one by name",
      )
        .choices(scenarioArguments)
        .default("failover"),
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .option("--runs <n>", `runs of each, up to ${most.runs}`, upTo(most.runs), 4)
    .option(
      "--conversations <n>",
      `customers at a time, up to ${most.conversations}`,
      upTo(most.conversations),
      20,
    )
    .option("--rate <n>", `messages a second of all customers, up to ${most.rate}`, upTo(most.rate), 20)
    .option(
      "--transcript <n>",
      `messages that every conversation has before the first run, up to ${most.transcript}`,
      upTo(most.transcript, 0),
      0,
    )
    .option("--svg <file>", "write a timeline: who was active when, and how long messages waited")
    .option("--yes-production", "drill a stack whose stage is production")
    .addHelpText("after", "\nExample: ./chatstack drill failover --runs 8 --svg out/dev/drill.svg")
    .action(async (what: string, options: DrillOptions) => {
      const result = await untilInterrupted((signal) => perform(what, options, signal));
      if (options.svg !== undefined) {
        mkdirSync(dirname(options.svg), { recursive: true });
        writeFileSync(options.svg, timeline(result, `Drill of stack ${options.stack}`));
      }
      const document = drillDocument(result.exercises);
      if (options.json) printJson(document);
      else process.stdout.write(drillTable(document));
      for (const remark of remarks(result.exercises)) logInfo(remark);
      ends(hasFindings(result.exercises) ? 1 : 0);
    });
}

function perform(what: string, options: DrillOptions, signal: AbortSignal): Promise<DrillResult> {
  const { stack, runs, conversations, rate, transcript, yesProduction } = options;
  if (conversations * transcript > most.ahead) {
    throw new Failure(
      `${conversations} conversations with ${transcript} messages each are ${conversations * transcript} to write in advance, and at most ${most.ahead} are allowed: pass a smaller --conversations or --transcript.`,
    );
  }
  const deployment = readValid({ stack }, print);
  return drill(
    {
      stack,
      deployment,
      scenarios: chosenScenarios(what),
      runs,
      conversations,
      messagesPerSecond: rate,
      transcript,
      production: yesProduction === true,
    },
    progressOn(process.stderr),
    signal,
  );
}

const interruptions = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ends a drill cleanly on Ctrl-C, SIGTERM or a closed terminal: the current fault is reverted first. */
async function untilInterrupted<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = () => {
    if (!controller.signal.aborted)
      logInfo("\nInterrupted: reverting the current fault, or completing the current rolling update …");
    controller.abort();
  };
  for (const name of interruptions) process.on(name, interrupt);
  try {
    return await task(controller.signal);
  } catch (error) {
    if (controller.signal.aborted && (error as Error).name === "AbortError") {
      throw new Failure("The drill was interrupted: nothing is left broken, and nothing was counted.");
    }
    throw error;
  } finally {
    for (const name of interruptions) process.off(name, interrupt);
  }
}

function upTo(limit: number, least = 1): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= limit) return number;
    throw new InvalidArgumentError(`It is a number from ${least} to ${limit}.`);
  };
}

import { Command } from "commander";
import { gmsUrls } from "../../render";
import type { Ends } from "../cli";
import { converse, type Conversation } from "../chat";
import type { TranscriptEntry } from "../customer";
import { Failure } from "../failure";
import { readValid } from "../stack";
import { jsonOption, print, printJson, say, stackOption } from "./options";

interface ChatOptions {
  stack: string;
  url?: string;
  json?: boolean;
}

const messages = [
  "Hello, I have a question about my order.",
  "It was to arrive yesterday.",
  "Thank you, that is all.",
];

/** `./chatstack chat`: one conversation, as a customer's app would have it. */
export function chatCommand(ends: Ends): Command {
  return new Command("chat")
    .description("hold one conversation through GMS and check its transcript")
    .addOption(stackOption())
    .addOption(jsonOption())
    .option("--url <url>", "a GMS elsewhere, such as http://127.0.0.1:8080/genesys")
    .addHelpText("after", "\nExample: ./chatstack chat --stack acme")
    .action(async (options: ChatOptions) => {
      const url = options.url ?? publishedUrl(options.stack);
      const onEntry = options.json
        ? undefined
        : (entry: TranscriptEntry, position: number) => tell(entry, position);
      const conversation = await converse({ url, messages, ...(onEntry && { onEntry }) });
      if (options.json) printJson(conversation);
      else conclude(conversation);
      ends(conversation.ok ? 0 : 1);
    });
}

function publishedUrl(stack: string): string {
  const [first] = gmsUrls(readValid({ stack }, print));
  if (first) return first.url;
  throw new Failure(`No GMS of stack ${stack} publishes its default port: say where it is with --url.`);
}

function tell({ type, nick, text, partyType }: TranscriptEntry, position: number): void {
  const what = type === "Message.Text" ? text : `(${type})`;
  const who =
    `${partyType === "AGENT" ? "agent" : partyType === "CLIENT" ? "customer" : "server"} ${nick}`.trim();
  process.stdout.write(`${String(position).padStart(3)}  ${who.padEnd(24)}  ${what}\n`);
}

function conclude({ ok, failure, fromCustomer, fromAgent, transcript, sessionId }: Conversation): void {
  if (ok) {
    say(
      `Chat ${sessionId}: ${fromCustomer} messages from the customer, ${fromAgent} from the agent, positions 1 to ${transcript.length} in order.`,
    );
  } else {
    say(`The conversation failed at ${failure?.hop}: ${failure?.message}`);
  }
}

import { Command } from "commander";
import { accessOf, gmsAddress, passwordVariable, type AccessOptions } from "../operations/chat/chat-access";
import { gmsUrls } from "../render";
import type { SetExitCode } from "./exit-code";
import { converse, type Conversation } from "../operations/chat/conversation";
import type { TranscriptEntry } from "../operations/chat/customer";
import { Failure } from "../system/failure";
import { readValid } from "../operations/stack";
import { jsonOption, print, printJson, stackOption } from "./options";
import { logInfo } from "../system/log";

interface ChatOptions extends AccessOptions {
  stack: string;
  url?: string;
  service: string;
  wait: string;
  json?: boolean;
}

const messages = [
  "Hello, I have a question about my order.",
  "It was to arrive yesterday.",
  "Thank you, that is all.",
];

/** `./chatstack chat`: one conversation, as a customer's app would have it. */
export function chatCommand(ends: SetExitCode): Command {
  return new Command("chat")
    .description("hold one conversation through GMS and check its transcript")
    .addOption(stackOption())
    .addOption(jsonOption())
    .option("--url <url>", "chat with another GMS, such as http://127.0.0.1:8080/genesys")
    .option("--service <name>", "the service to ask for", "request-chat-poll")
    .option("--user <name>", `authenticate as this user, with the password in ${passwordVariable}`)
    .option("--password-file <path>", "read the password from a file instead; - is standard input")
    .option("--header <header>", 'send a header, such as "gms_user: ada", with every request', collect, [])
    .option("--wait <seconds>", "wait so long for the agent, and for each answer", "10")
    .addHelpText("after", `\n${example}`)
    .action(async (options: ChatOptions) => {
      const url = options.url === undefined ? publishedUrl(options.stack) : gmsAddress(options.url);
      const access = accessOf(options);
      const patienceMs = 1000 * secondsOf(options.wait);
      const onEntry = options.json
        ? undefined
        : (entry: TranscriptEntry, position: number) => report(entry, position);
      const conversation = await converse({
        url,
        messages,
        service: options.service,
        access,
        patienceMs,
        ...(onEntry && { onEntry }),
      });
      if (options.json) printJson(conversation);
      else conclude(conversation);
      ends(conversation.ok ? 0 : 1);
    });
}

const example = `Examples:
  ./chatstack chat --stack acme
  ${passwordVariable}=… ./chatstack chat --url https://gms.example/genesys --user app --service request-chat`;

const collect = (value: string, earlier: string[]): string[] => [...earlier, value];

function secondsOf(wait: string): number {
  if (/^\d{1,4}$/.test(wait) && Number(wait) > 0) return Number(wait);
  throw new Failure(`--wait "${wait}" is not an integer number of seconds from 1 to 9999.`);
}

function publishedUrl(stack: string): string {
  const [first] = gmsUrls(readValid({ stack }, print));
  if (first) return first.url;
  throw new Failure(`No GMS of stack ${stack} publishes its default port: pass its address with --url.`);
}

function report({ type, nick, text, partyType }: TranscriptEntry, position: number): void {
  const what = type === "Message.Text" ? text : `(${type})`;
  const who =
    `${partyType === "AGENT" ? "agent" : partyType === "CLIENT" ? "customer" : "server"} ${nick}`.trim();
  process.stdout.write(`${String(position).padStart(3)}  ${who.padEnd(24)}  ${what}\n`);
}

function conclude({ ok, failure, fromCustomer, fromAgent, transcript, sessionId }: Conversation): void {
  if (ok) {
    logInfo(
      `Chat ${sessionId}: ${fromCustomer} messages from the customer, ${fromAgent} from the agent, positions 1 to ${transcript.length} in order.`,
    );
  } else {
    logInfo(`The conversation failed at ${failure?.hop}: ${failure?.message}`);
  }
}

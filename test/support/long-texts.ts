/** Makes a definition of about as many lines, keys or characters as asked for. */
export type LongText = (size: number) => string;

const list = (size: number, item: (index: number) => string, between = ""): string =>
  Array.from({ length: size }, (_, index) => item(index)).join(between);

const gmsWith = (keys: string): string => `mobileServices:\n  GMS: { ${keys} }\n`;
const chatOptions = (options: string): string => gmsWith(`options: { chat: { ${options} } }`);
const chain = "interactionServers: { I: {} }\ncontactServers: { S: {} }\n";

/** Texts that grow in one way each, all of them a reader's or a rule's own loop. Most have as many problems as they have items. */
export const longTexts: Readonly<Record<string, LongText>> = {
  "blank lines": (size) => `tenants: {}\n${"\n".repeat(size)}network: {}\n`,
  "lines of blanks in a text": (size) => `a: |\n  x\n${"  \n".repeat(size)}  y\nb: x\n`,
  "lines of blanks behind a text": (size) => `a: |\n  x\n${" \n".repeat(size)}b: x\n`,
  "lines in a text": (size) => `a: |\n${"  x\n\n".repeat(size)}b: x\n`,
  "blank lines in quotes": (size) => `a: "${" \n".repeat(size)}"\n`,
  "lines in quotes": (size) => `a: 'x${"\n  x".repeat(size)}'\n`,
  "a long line": (size) => chatOptions(`x: "${"a b".repeat(size)}"`),
  "blanks in a line": (size) => `a: x${" ".repeat(size)}# y\n`,
  backslashes: (size) => `a: "${"\\\\".repeat(size)}/"\n`,
  comments: (size) => `tenants: {}\n${"  # x\n".repeat(size)}network: {}\n`,
  brackets: (size) => `a: ${"[".repeat(size)}${"]".repeat(size)}\n`,
  braces: (size) => `a: ${"{a: ".repeat(size)}${"}".repeat(size)}\n`,
  dashes: (size) => `a:\n  ${"- ".repeat(size)}x\nb: x\n`,
  "unknown keys": (size) => list(size, (index) => `k${index}: 1\n`),
  "a key many times": (size) => gmsWith(list(size, () => "options: {}", ", ")),
  aliases: (size) => `a: &x 1\n${list(size, (index) => `k${index}: *x\n`)}`,
  "a chain of aliases": (size) =>
    list(size, (index) => `k${index}: &x${index} ${index === 0 ? "1" : `*x${index - 1}`}\n`),
  options: (size) => chatOptions(list(size, (index) => `o${index}: ${index}`, ", ")),
  "misspelt options": (size) =>
    chatOptions(list(size, (index) => `chat_session_request_timeou${index}: 1`, ", ")),
  "options that can be read two ways": (size) => chatOptions(list(size, (index) => `o${index}: yes`, ", ")),
  "options of the wrong type": (size) => chatOptions(list(size, (index) => `o${index}: [1]`, ", ")),
  "secrets without a value": (size) =>
    `config:\n${list(size, (index) => `  genesys-chat:secrets.s${index}: { secure: x }\n`)}  genesys-chat:deployment:\n` +
    chatOptions(list(size, (index) => `o${index}: { secret: t${index} }`, ", ")).replace(/^(?=.)/gm, "    "),
  "external servers that lack a key": (size) =>
    `externalServers: { ${list(size, (index) => `E${index}: { type: MessageServer, hst: x }`, ", ")} }\n`,
  "connections to nothing": (size) =>
    `${gmsWith(`connections: [${list(size, (index) => `WebApx${index}`, ", ")}]`)}webApiServers: { ${list(size, (index) => `WebAPI${index}: {}`, ", ")} }\n`,
  "tenants with endpoints": (size) =>
    `tenants: { ${list(size, (index) => `T${index}: { dbid: ${index + 1} }`, ", ")} }\nchatServers:\n` +
    `  C: { connections: [I, S], options: { ${list(size, (index) => `"endpoints:${index + 1}": { default: In }`, ", ")} } }\n${chain}`,
  "Chat Servers that want one port": (size) =>
    `chatServers:\n${list(size, (index) => `  C${index}: { connections: [I, S], ports: { default: { port: 4801, publish: 4801 } } }\n`)}${chain}`,
  pairs: (size) =>
    `chatServers:\n${list(size, (index) => `  C${index}: { connections: [I, S], redundancy: warm-standby, backup: { name: D${index} } }\n`)}${chain}`,
  silences: (size) => `silence: { ${list(size, (index) => `option-valu${index}: x`, ", ")} }\n`,
  "a long name": (size) => `mobileServices:\n  ${"a".repeat(Math.min(size, 1000))}: {}\n`,
};

import type { Fingerprint } from "../../system/fingerprint";

/**
 * What differs between two fingerprints, in words; none is no difference. A file that says something else and leaves the deployment as it
 * was is none: such as a value that was the default.
 */
export function changedParts(deployed: Fingerprint, now: Fingerprint): string[] {
  return [
    ...(deployed.definition === now.definition ? [] : definitionWords(deployed, now)),
    ...changedKeys(deployed.secrets, now.secrets).map((key) => `the secret ${key} changed`),
    ...(deployed.settings === now.settings ? [] : ["other settings of the stack or of Pulumi.yaml changed"]),
    ...(deployed.program === now.program ? [] : ["the program changed"]),
    ...packageWords(deployed.packages, now.packages),
    ...(deployed.tools === now.tools ? [] : ["the pinned versions of Pulumi or its plugin changed"]),
    ...(deployed.image === now.image ? [] : [`the simulator's image changed to ${now.image}`]),
  ];
}

/** Which files are the reason; they only say so, what they mean together has been compared. */
function definitionWords(deployed: Fingerprint, now: Fingerprint): string[] {
  const [own] = Object.keys(now.sources);
  const sources = changedKeys(deployed.sources, now.sources).map((file) => {
    const what = file === own ? "the definition" : "the profile";
    if (!Object.hasOwn(now.sources, file)) return `${what} ${file} is extended no more`;
    return Object.hasOwn(deployed.sources, file)
      ? `${what} ${file} changed`
      : `${what} ${file} is extended now`;
  });
  const files = changedKeys(deployed.files, now.files).map((file) => `the file ${file} changed`);
  const sharing = deployed.sharing === now.sharing ? [] : [sharingWords];
  const words = [...sources, ...files, ...sharing];
  return words.length > 0 ? words : ["the same definition means something else to this program"];
}

/** Said where no file of the stack's own is the reason, or not the only one. */
export const sharingWords = "what it shares with other stacks changed";

function packageWords(deployed: Fingerprint["packages"], now: Fingerprint["packages"]): string[] {
  const names = changedKeys(deployed, now);
  if (names.length === 0) return [];
  const loaded = names.filter((name) => name !== "lock");
  const versions = loaded.map((name) => `${name} ${deployed[name] ?? "none"} to ${now[name] ?? "none"}`);
  return [`package versions changed${versions.length > 0 ? `: ${versions.join(", ")}` : ""}`];
}

/** The keys with different values, sorted, those that only one side has among them. */
function changedKeys(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .sort();
}

import * as pulumi from "@pulumi/pulumi";

/**
 * An error that ends the program with a sentence for the operator. It has no stack: Pulumi shows none of it, and computes it all the
 * same, by source maps of everything that is on it (SDK 3.248.0: 12 s of processor for a refusal that takes 1 s without).
 */
export function userError(sentence: string): pulumi.RunError {
  const error = new pulumi.RunError(sentence);
  error.stack = sentence;
  return error;
}

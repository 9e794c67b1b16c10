import * as pulumi from "@pulumi/pulumi";
import { userError } from "./user-error";

test("ends a program with the sentence alone: what Pulumi would work out by source maps is not there", () => {
  const error = userError("There is no GMS.");
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect([error.message, error.stack]).toEqual(["There is no GMS.", "There is no GMS."]);
});

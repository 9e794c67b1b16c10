import { runId } from "./test-run";

/** Names the run before jest starts its workers, so that all of them label what they make alike. */
export default function setUp(): void {
  process.env.GENESYS_CHAT_TEST_RUN = runId;
  // Engine and provider collect garbage less often, which takes a tenth of a run's processor time away, and 150 MB more of memory.
  process.env.GOGC ??= "400";
}

import { progressOn } from "./progress";

function said(isTTY: boolean): string {
  let text = "";
  const progress = progressOn({ isTTY, columns: 12, write: (some) => (text += some) });
  progress.update("a long line that does not fit");
  progress.line("done");
  progress.end();
  return text;
}

test("on a terminal one line changes, as long as the terminal is wide", () => {
  expect(said(true)).toBe(
    "\r\u001b[Ka long line\r\u001b[Kdone\n\r\u001b[K".replace("a long line", "a long line".slice(0, 11)),
  );
});

test("elsewhere every line stays, with nothing but text", () => {
  expect(said(false)).toBe("a long line that does not fit\ndone\n");
});

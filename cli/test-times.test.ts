import fc from "fast-check";
import { testTimes, workers, type TestFile } from "./test-times";

const file = (name: string, startTime: number, endTime: number): TestFile => ({
  name: `/project/${name}`,
  startTime,
  endTime,
});

test("lists the slowest ten, slowest first, with paths from the project's folder", () => {
  const files = Array.from({ length: 12 }, (_, index) =>
    file(`test/t${index}.test.ts`, 0, (index + 1) * 1000),
  );
  const lines = testTimes(files, "/project").split("\n");
  expect(lines[0]).toBe("seconds  slowest of 12 test files");
  expect(lines[1]).toBe("12.0     test/t11.test.ts");
  expect(lines[10]).toBe("3.0      test/t2.test.ts");
  expect(lines[11]).toMatch(/^busy per worker: /);
});

test("counts a worker for each file that runs beside another", () => {
  const files = [file("a", 0, 5000), file("b", 0, 1000), file("c", 1000, 3000), file("d", 5000, 6000)];
  expect(workers(files)).toEqual([6, 3]);
});

test("finds as many workers as there were, and all of their time", () => {
  const lane = fc.array(
    fc.record({ pause: fc.integer({ min: 0, max: 50 }), runs: fc.integer({ min: 1, max: 5000 }) }),
    {
      minLength: 1,
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(fc.array(lane, { minLength: 1, maxLength: 4 }), (lanes) => {
      const files = lanes.flatMap((each) => {
        let at = 0;
        return each.map(({ pause, runs }) => {
          const start = at + pause;
          at = start + runs;
          return file("x", start, at);
        });
      });
      const found = workers(files);
      const total = files.reduce((sum, { startTime, endTime }) => sum + endTime - startTime, 0);
      expect(found.length).toBeLessThanOrEqual(lanes.length);
      expect(found.reduce((sum, each) => sum + each, 0)).toBeCloseTo(total / 1000, 6);
    }),
  );
});

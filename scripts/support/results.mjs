/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * Counts vitest's JSON report. A file that could not be loaded has no tests in it and counts as one failure; so does a
 * run that failed although every test passed (a coverage threshold, an unhandled error), and a run without any test.
 * @param {VitestReport | undefined} report undefined when none was written
 * @param {number} code exit code of vitest
 * @returns {Counts}
 *
 * @typedef {{ status: string, assertionResults: { status: string }[] }} VitestFile
 * @typedef {{ testResults: VitestFile[] }} VitestReport
 */
export function countVitest(report, code) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report?.testResults ?? []) {
    const failedBefore = counts.failed;
    for (const { status } of file.assertionResults) {
      if (status === "passed") counts.passed += 1;
      else if (status === "failed") counts.failed += 1;
      else counts.skipped += 1;
    }
    if (file.status === "failed" && counts.failed === failedBefore) counts.failed += 1;
  }
  return settled(counts, code);
}

/**
 * Counts Playwright's JSON report. A test that passed only when tried again has failed.
 * @param {PlaywrightReport | undefined} report undefined when none was written
 * @param {number} code exit code of Playwright
 * @returns {Counts}
 *
 * @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} PlaywrightReport
 */
export function countPlaywright(report, code) {
  const stats = report?.stats ?? { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
  return settled({ passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }, code);
}

/** @param {Counts} counts @param {number} code @returns {Counts} */
function settled(counts, code) {
  const nothingRan = counts.passed + counts.failed === 0;
  return counts.failed === 0 && (code !== 0 || nothingRan) ? { ...counts, failed: 1 } : counts;
}

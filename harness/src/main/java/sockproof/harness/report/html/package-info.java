/** The HTML report: one file that opens from disk. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.report.html;

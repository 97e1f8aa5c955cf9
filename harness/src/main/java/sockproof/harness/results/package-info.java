/** The results of runs and checks as one model: what every report is made of, and its JSON file. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.results;

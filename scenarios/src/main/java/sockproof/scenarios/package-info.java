/** The scenarios as tests, and the rules of the whole project's architecture. */
@org.jspecify.annotations.NullMarked
package sockproof.scenarios;

package sockproof.harness.finding;

import sockproof.harness.scenario.Requirement.Level;

/**
 * One named socket bug.
 *
 * @param id its public name, never changed
 * @param sockets whether it concerns stream or datagram sockets; some ids stand in both tables
 * @param level how bad it is, after RFC 2119
 * @param who which programs can have it: {@code client}, {@code server} or {@code both}
 * @param bug what the program does wrong
 * @param oracle what shows it from outside
 * @param rule what a program must do, or may not count on: a whole sentence
 * @param source where the rule comes from: an RFC with its section, a POSIX or manual page
 */
public record Finding(
    String id,
    String sockets,
    Level level,
    String who,
    String bug,
    String oracle,
    String rule,
    String source) {
  /** True when a program of a role can have it. */
  public boolean concerns(String role) {
    return who.equals("both") || who.equals(role);
  }
}

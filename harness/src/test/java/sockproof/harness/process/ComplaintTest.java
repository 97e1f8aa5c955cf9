package sockproof.harness.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which line of what a program said on standard error is shown. */
final class ComplaintTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "''|''",
        "~~|''",
        "tcp_client: connection refused~see the manual|'says \"tcp_client: connection refused\"'",
        "Traceback (most recent call last):~  File \"x.py\", line 1~ValueError: no|"
            + "'says \"ValueError: no\"'",
        "[eval]:1~foo()~^~~ReferenceError: foo is not defined~    at [eval]:1:1|"
            + "'says \"ReferenceError: foo is not defined\"'",
        "node:net:99~      throw new X();~Error [ERR_SOCKET]: bad port|"
            + "'says \"Error [ERR_SOCKET]: bad port\"'",
        "Exception in thread \"main\" java.lang.Error: no~  at X.main(X.java:1)|"
            + "'says \"Exception in thread \\\"main\\\" java.lang.Error: no\"'",
        "a\u001b[2Jb|'says \"a\\x1b[2Jb\"'"
      })
  void theLineThatSaysWhy(String standardError, String shown) {
    assertEquals(shown, Complaint.in(standardError.replace('~', '\n'), "says "));
  }
}

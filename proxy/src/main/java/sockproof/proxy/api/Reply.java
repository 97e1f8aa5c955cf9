package sockproof.proxy.api;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param body possibly empty
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
record Reply(int status, String contentType, byte[] body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Data as JSON. */
  static Reply json(int status, Object data) {
    return new Reply(
        status,
        "application/json",
        (JSON.writeValueAsString(data) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Nothing to say (RFC 9110 section 15.3.5). */
  static Reply none() {
    return new Reply(204, "", new byte[0]);
  }

  /** An error in the form of toxiproxy's API. */
  static Reply error(int status, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("error", message);
    error.put("status", status);
    return json(status, error);
  }
}

package sockproof.proxy.api;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/**
 * Who may use the API. Without a token only programs of this machine, and no web page: a page of
 * another site can send requests to loopback, so requests of browsers, with a foreign Origin or to
 * another name than this machine's (DNS rebinding) are refused.
 */
final class AccessRules {
  private final Optional<String> token;

  AccessRules(Optional<String> token) {
    this.token = token;
  }

  /**
   * Refuses what may not come in.
   *
   * @throws ApiException with status 401 or 403
   */
  void check(Headers headers) {
    String agent = first(headers, "User-Agent");
    if (agent.startsWith("Mozilla/")) {
      throw new ApiException(403, "User agent not allowed");
    }
    String site = first(headers, "Sec-Fetch-Site");
    boolean sameSite = site.isEmpty() || site.equals("none") || site.equals("same-origin");
    if (!first(headers, "Origin").isEmpty() || !sameSite) {
      throw new ApiException(403, "requests of web pages are refused");
    }
    if (token.isPresent()) {
      checkToken(first(headers, "Authorization"), token.get());
    } else if (!isThisMachine(first(headers, "Host"))) {
      throw new ApiException(403, "the Host of a request must be localhost or a loopback address");
    }
  }

  private static void checkToken(String authorization, String wanted) {
    String given = authorization.startsWith("Bearer ") ? authorization.substring(7) : "";
    // Takes as long whatever is wrong, so that the time tells nothing.
    if (!MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8))) {
      throw new ApiException(401, "this needs the header `Authorization: Bearer TOKEN`");
    }
  }

  private static boolean isThisMachine(String hostAndPort) {
    String host = hostAndPort.toLowerCase(Locale.ROOT);
    int colon = host.lastIndexOf(':');
    if (colon > host.lastIndexOf(']')) {
      host = host.substring(0, colon);
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || host.equals("localhost") || host.endsWith(".localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false; // a name, which might lead anywhere
    }
  }

  private static String first(Headers headers, String name) {
    String value = headers.getFirst(name);
    return value == null ? "" : value;
  }
}

package sockproof.proxy.api;

import java.util.List;

/**
 * A request that was let in.
 *
 * @param method GET, POST, …
 * @param path its parts, decoded
 * @param accept what the client would like
 * @param body the text that came with it
 */
record Request(String method, List<String> path, String accept, String body) {
  /** A part of the path. */
  String part(int index) {
    return path.get(index);
  }
}

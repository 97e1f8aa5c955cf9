package sockproof.proxy.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Which handler answers what; a pattern is a path in which {@code *} stands for any one part. */
final class Routes {
  private record Route(String method, List<String> pattern, Function<Request, Reply> handler) {
    boolean fits(List<String> path) {
      if (pattern.size() != path.size()) {
        return false;
      }
      for (int i = 0; i < path.size(); i++) {
        if (!pattern.get(i).equals("*") && !pattern.get(i).equals(path.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Route> routes = new ArrayList<>();

  /** Adds a handler. */
  Routes on(String method, String pattern, Function<Request, Reply> handler) {
    routes.add(new Route(method, List.of(pattern.substring(1).split("/", -1)), handler));
    return this;
  }

  /** Answers a request: 404 for an unknown path, 405 for an unknown method. */
  Reply answer(Request request) {
    Set<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (route.fits(request.path())) {
        if (route.method().equals(request.method())) {
          return route.handler().apply(request);
        }
        methods.add(route.method());
      }
    }
    if (methods.isEmpty()) {
      throw new ApiException(404, "there is nothing at /" + String.join("/", request.path()));
    }
    throw new ApiException(
        405, request.method() + " is not for this path; use " + String.join(", ", methods));
  }
}

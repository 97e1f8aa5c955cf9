package sockproof.harness.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sockproof.harness.check.Confirmer.Confirmation;

/**
 * Names the causes among the failures of many checks: a bug often fails several of them, and what
 * another failure explains is not told as a finding of its own.
 */
final class Explanations {
  private final Confirming confirming;

  /** Repeats a failing case; used by several threads. */
  @FunctionalInterface
  interface Confirming {
    /** Repeats the first failing case of a diagnosis, made as small as it can be. */
    Confirmation confirm(Check check, Diagnosis diagnosis) throws InterruptedException;
  }

  Explanations(Confirming confirming) {
    this.confirming = confirming;
  }

  /**
   * A failure that is told.
   *
   * @param confirmation its smallest case and how that repeats
   * @param alsoExplained the ids of the failures that it stands for
   */
  record Named(Examined cause, Confirmation confirmation, List<String> alsoExplained) {}

  /**
   * Confirms what no other failure explains. A failure that never repeats explains nothing. One
   * that repeats now and then gives way to one that always does: a server on a busy machine sends
   * in pieces by itself, and a program that fails at pieces then seems to fail at a size.
   */
  List<Named> name(List<Examined> failures) throws InterruptedException {
    List<Examined> failed = new ArrayList<>(failures);
    Map<Examined, Confirmation> confirmed = new LinkedHashMap<>();
    List<Examined> open = open(failed, confirmed);
    while (!open.isEmpty()) {
      confirmed.putAll(confirm(open));
      failed.removeIf(one -> confirmed.containsKey(one) && confirmed.get(one).isRefuted());
      confirmed.keySet().retainAll(failed);
      open = open(failed, confirmed);
    }
    List<Examined> steady =
        failed.stream()
            .filter(one -> confirmed.containsKey(one) && isSteady(one, confirmed))
            .toList();
    List<Examined> givesWay =
        failed.stream()
            .filter(one -> confirmed.containsKey(one) && !isSteady(one, confirmed))
            .filter(one -> steady.stream().anyMatch(one::explains))
            .toList();
    List<Examined> causes = failed.stream().filter(one -> !givesWay.contains(one)).toList();
    confirmed.keySet().retainAll(causes);
    confirmed.keySet().removeIf(one -> isExplained(one, causes));
    return confirmed.entrySet().stream()
        .map(one -> new Named(one.getKey(), one.getValue(), also(one.getKey(), failed, givesWay)))
        .toList();
  }

  /** What has to be confirmed yet, because nothing that may always repeat explains it. */
  private static List<Examined> open(List<Examined> failed, Map<Examined, Confirmation> confirmed) {
    List<Examined> causes =
        failed.stream()
            .filter(one -> !confirmed.containsKey(one) || isSteady(one, confirmed))
            .toList();
    return failed.stream()
        .filter(one -> !confirmed.containsKey(one) && !isExplained(one, causes))
        .toList();
  }

  private static boolean isSteady(Examined one, Map<Examined, Confirmation> confirmed) {
    return !Objects.requireNonNull(confirmed.get(one)).isFlaky();
  }

  private static boolean isExplained(Examined effect, List<Examined> causes) {
    return causes.stream().anyMatch(cause -> cause.explains(effect));
  }

  private static List<String> also(Examined cause, List<Examined> failed, List<Examined> givesWay) {
    return failed.stream()
        .filter(one -> cause.explains(one) || (givesWay.contains(one) && one.explains(cause)))
        .map(Examined::id)
        .toList();
  }

  private Map<Examined, Confirmation> confirm(List<Examined> open) throws InterruptedException {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<Examined, Future<Confirmation>> running = new LinkedHashMap<>();
      for (Examined one : open) {
        Diagnosis diagnosis = Objects.requireNonNull(one.diagnosis());
        running.put(one, pool.submit(() -> confirming.confirm(one.check(), diagnosis)));
      }
      Map<Examined, Confirmation> done = new LinkedHashMap<>();
      for (Map.Entry<Examined, Future<Confirmation>> entry : running.entrySet()) {
        done.put(entry.getKey(), Explorer.get(entry.getValue()));
      }
      return done;
    }
  }
}

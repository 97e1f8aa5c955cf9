package sockproof.harness.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Draws a sample that is the same for the same seed and name. */
final class Sampling {
  private Sampling() {}

  /** So many of the items, in their order; the first and the last always belong to it. */
  static <T> List<T> spread(List<T> items, int count, long seed, String name) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(seed ^ ((long) name.hashCode() << 32));
    TreeSet<Integer> chosen = new TreeSet<>();
    chosen.add(0);
    if (count > 1) {
      chosen.add(items.size() - 1);
    }
    while (chosen.size() < count) {
      chosen.add(random.nextInt(items.size()));
    }
    List<T> sample = new ArrayList<>();
    chosen.forEach(index -> sample.add(items.get(index)));
    return sample;
  }
}

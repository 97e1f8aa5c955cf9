package sockproof.scenarios;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the compiled classes of the project must not do.
 *
 * @param root the package that the modules' packages are in
 */
public record ArchitectureRules(String root) {
  private static final Set<String> CLOCKS_AND_DICE =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.Math.random",
          "java.time.Instant.now",
          "java.util.concurrent.ThreadLocalRandom.current");

  /** Returns every rule by a name that says it. */
  public Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put(
        "the proxy knows neither the reference, the harness nor the scenarios",
        apart("proxy", "reference", "harness", "scenarios"));
    rules.put(
        "the reference knows neither the proxy, the harness nor the scenarios",
        apart("reference", "proxy", "harness", "scenarios"));
    rules.put("the harness does not know the scenarios", apart("harness", "scenarios"));
    for (String outside :
        new String[] {"java.net..", "java.nio.channels..", "io.netty..", "java.lang.Thread"}) {
      rules.put("the core does not use " + outside, coreWithout(outside));
    }
    rules.put("the core reads no clock and throws no dice", coreWithoutClocksAndDice());
    return rules;
  }

  private ArchRule apart(String module, String... others) {
    String[] packages = new String[others.length];
    for (int i = 0; i < others.length; i++) {
      packages[i] = others[i].equals("scenarios") ? "sockproof.scenarios" : in(others[i]);
    }
    return noClasses()
        .that()
        .resideInAPackage(in(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }

  private ArchRule coreWithout(String outside) {
    var core =
        noClasses()
            .that()
            .resideInAnyPackage(in("proxy.core"), in("proxy.packet"), in("proxy.capture.draw"))
            .should();
    return outside.endsWith("..")
        ? core.dependOnClassesThat().resideInAPackage(outside)
        : core.dependOnClassesThat().haveFullyQualifiedName(outside);
  }

  /** Time and chance come to the core as arguments. */
  ArchRule coreWithoutClocksAndDice() {
    return noClasses()
        .that()
        .resideInAPackage(in("proxy.core"))
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "the method reads a clock or throws dice",
                (JavaAccess<?> call) ->
                    CLOCKS_AND_DICE.contains(
                        call.getTargetOwner().getName() + "." + call.getTarget().getName())));
  }

  private String in(String module) {
    return root + "." + module + "..";
  }
}

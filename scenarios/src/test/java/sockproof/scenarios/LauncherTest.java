package sockproof.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.scenarios.LauncherFixture.Result;

/** The launcher, with a JDK and a Maven that only write down how they were called. */
class LauncherTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir private Path folder;
  private LauncherFixture fixture;

  @BeforeEach
  void createProject() throws IOException {
    fixture = new LauncherFixture(folder.resolve("a b"));
  }

  @Test
  void buildsOnceAndPassesArgumentsOn() throws Exception {
    Result first = fixture.run("say", "two words", "*");
    assertEquals(0, first.status(), first.err());
    assertTrue(first.err().contains("building"), first.err());
    assertEquals(1, fixture.builds());
    assertTrue(first.out().endsWith("\nsay\ntwo words\n*\n"), first.out());
    assertTrue(first.out().contains("\n-Dsockproof.home=" + fixture.home() + "\n"), first.out());
    String called = fixture.home().resolve("sockproof").toString();
    assertTrue(first.out().contains("\n-Dsockproof.program=" + called + "\n"), first.out());

    Result second = fixture.run("again");
    assertEquals("", second.err());
    assertEquals(1, fixture.builds());
  }

  @Test
  void becomesTheProgramSoThatSignalsAndTheStatusAreIts() throws Exception {
    fixture.run();
    fixture.environment().put("FAKE_STATUS", "3");
    Process process = fixture.start();
    Result result = LauncherFixture.end(process);
    assertEquals(3, result.status());
    assertTrue(result.out().startsWith("pid=" + process.pid() + "\n"), result.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        "proxy/pom.xml",
        "harness/src/main/java/Main.java",
        "harness/src/main/java",
        "proxy/src/main/resources/table",
        "reference-impl/src/main/java/Server.java"
      })
  void buildsAgainWhereWhatItIsMadeOfIsNewer(String changed) throws Exception {
    fixture.run();
    fixture.touch(changed);
    Result result = fixture.run();
    assertTrue(result.err().contains("sources have changed"), result.err());
    assertEquals(2, fixture.builds());
    assertEquals("", fixture.run().err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"harness/src/test/java/MainTest.java", "README.md"})
  void doesNotBuildAgainForWhatIsNotPartOfTheProgram(String changed) throws Exception {
    fixture.run();
    fixture.touch(changed);
    fixture.run();
    assertEquals(1, fixture.builds());
  }

  @Test
  void aProgramThatRunsKeepsItsJarsWhileTheNextIsBuilt() throws Exception {
    Path jar = fixture.jarOf(fixture.run());
    fixture.touch("pom.xml");
    Path next = fixture.jarOf(fixture.run());
    assertFalse(next.equals(jar));
    assertTrue(Files.exists(jar));

    fixture.touch("pom.xml");
    fixture.run();
    assertFalse(Files.exists(jar), "only one generation is kept");
    assertTrue(Files.exists(next));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoAtOnceBuildOnce(boolean hasFlock) throws Exception {
    if (!hasFlock) {
      fixture.remove("flock");
    }
    fixture.holdMaven();
    Process first = fixture.start("first");
    Awaitility.await().atMost(SOON).until(() -> fixture.builds() == 1);
    Process second = fixture.start("second");
    fixture.releaseMaven();
    Result firstResult = LauncherFixture.end(first);
    Result secondResult = LauncherFixture.end(second);
    assertEquals(0, firstResult.status(), firstResult.err());
    assertEquals(0, secondResult.status(), secondResult.err());
    assertEquals(1, fixture.builds());
    assertEquals(fixture.jarOf(firstResult), fixture.jarOf(secondResult));
  }

  /** Whatever told of the build's progress may live a moment longer than the launcher. */
  @Test
  void aBuildThatHasEndedHoldsNobodyUp() throws Exception {
    fixture.holdMaven();
    Process first = fixture.start("first");
    Awaitility.await().atMost(SOON).until(() -> fixture.builds() == 1);
    fixture.releaseMaven();
    assertEquals(0, LauncherFixture.end(first).status());
    String lock = fixture.home().resolve("target/app/lock").toString();
    assertEquals(0, new ProcessBuilder("flock", "-n", lock, "true").start().waitFor());
  }

  @Test
  void aLockWhoseOwnerDiedIsTakenOver() throws Exception {
    fixture.remove("flock");
    Path lock = Files.createDirectories(fixture.home().resolve("target/app/lock.d"));
    Process dead = new ProcessBuilder("true").start();
    assertEquals(0, dead.waitFor());
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
    assertEquals(0, fixture.run().status());
    assertFalse(Files.exists(lock));
  }

  @Test
  void whatChangesDuringABuildIsBuiltByTheNext() throws Exception {
    fixture.holdMaven();
    Process launcher = fixture.start();
    Awaitility.await().atMost(SOON).until(() -> fixture.builds() == 1);
    Files.setLastModifiedTime(fixture.home().resolve("pom.xml"), FileTime.from(Instant.now()));
    fixture.releaseMaven();
    assertEquals(0, LauncherFixture.end(launcher).status());

    fixture.run();
    assertEquals(2, fixture.builds());
  }

  @Test
  void longBuildsSayWhereTheyAre() throws Exception {
    fixture.holdMaven();
    Process launcher = fixture.start();
    BufferedReader said = launcher.errorReader(StandardCharsets.UTF_8);
    assertTrue(said.readLine().contains("the first build"));
    assertEquals("sockproof: building sockproof-proxy, 2 of 4 …", said.readLine());
    fixture.releaseMaven();
    assertEquals(0, LauncherFixture.end(launcher).status());
  }

  @Test
  void toldToEndItEndsTheBuildToo() throws Exception {
    fixture.holdMaven();
    Process launcher = fixture.start();
    Awaitility.await().atMost(SOON).until(() -> fixture.builds() == 1);
    launcher.toHandle().destroy();
    assertEquals(143, LauncherFixture.end(launcher).status());
    long maven = fixture.mavenPids().getFirst();
    Awaitility.await()
        .until(() -> !ProcessHandle.of(maven).map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  void onlyWhatRunsForLongIsCompiledWithAllEffort() throws Exception {
    fixture.run();
    assertTrue(fixture.run("list").out().contains("\n-XX:TieredStopAtLevel=1\n"));
    for (String command : new String[] {"proxy", "bench"}) {
      assertFalse(fixture.run(command).out().contains("TieredStopAtLevel"), command);
    }
  }

  @Test
  void worksThroughLinksFromElsewhere() throws Exception {
    Path links = Files.createDirectories(folder.resolve("bin dir"));
    Files.createSymbolicLink(links.resolve("inner"), fixture.home().resolve("sockproof"));
    Path outer = Files.createSymbolicLink(links.resolve("outer"), Path.of("inner"));
    Result result = fixture.runScript(outer.toString(), "--version");
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("-Dsockproof.home=" + fixture.home() + "\n"), result.out());
  }

  @Test
  void needsMavenOnlyToBuild() throws Exception {
    fixture.run();
    fixture.remove("mvn");
    assertEquals(0, fixture.run().status());

    fixture.touch("pom.xml");
    fixture.assertOneSentence(fixture.run(), "no mvn is on the PATH");
  }

  @Test
  void aFailedBuildShowsItsErrorsAndIsTriedAgain() throws Exception {
    fixture.environment().put("FAKE_MAVEN_STATUS", "1");
    Result result = fixture.run();
    assertEquals(2, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().contains("[ERROR] Broken.java:3: no such thing\n"), result.err());
    assertFalse(result.err().contains("[INFO]"), result.err());

    fixture.environment().remove("FAKE_MAVEN_STATUS");
    assertEquals(0, fixture.run().status());
    assertEquals(2, fixture.builds());
  }

  @Test
  void anOlderJavaHomeIsPassedOver() throws Exception {
    fixture.environment().remove("SOCKPROOF_JAVA_HOME");
    fixture.environment().put("JAVA_HOME", fixture.jdk("old", "17.0.15").toString());
    fixture.environment().put("SDKMAN_DIR", folder.toString());
    Path newer = fixture.jdk("candidates/java/newer", "999");
    fixture.require("998");
    Result result = fixture.run();
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("jdk=" + newer + "\n"), result.out());
  }

  @Test
  void theJdkAskedForMustDo() throws Exception {
    fixture.environment().put("SOCKPROOF_JAVA_HOME", fixture.jdk("old", "24.0.1").toString());
    fixture.assertOneSentence(fixture.run(), "is not a JDK 25 or newer.");
  }

  @Test
  void noJdkAtAllSaysWhatToInstall() throws Exception {
    fixture.environment().remove("SOCKPROOF_JAVA_HOME");
    fixture.require("999");
    fixture.assertOneSentence(fixture.run(), "install one (Temurin, or Debian's openjdk-999-jdk)");
  }
}
